"""Files on their way in: planned, compared, stored, taken back."""
