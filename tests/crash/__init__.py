"""Tests in which the program is killed."""
