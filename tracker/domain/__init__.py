"""Words and rules of the newsroom; knows the standard library and nothing else."""
