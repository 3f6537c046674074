"""Sentence by sentence: what became of each, and when an article closes."""
