"""Tests of the program as it runs: a process of its own, asked over HTTP by many at once."""
