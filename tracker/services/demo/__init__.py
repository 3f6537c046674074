"""The demonstration newsroom: planned, acted out, taken away."""
