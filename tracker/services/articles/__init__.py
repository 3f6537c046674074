"""Articles: brought in, read for claims, read again."""
