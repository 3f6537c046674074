"""Typefaces, scripts and directions: words as they are drawn on a page."""
