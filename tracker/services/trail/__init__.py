"""The history: one writer, sealed and chained, read and verified."""
