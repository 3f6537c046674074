"""The claim list: what it selects, in which order, with which counts."""
