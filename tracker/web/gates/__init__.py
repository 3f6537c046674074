"""Who comes in, how often, and past which rules."""
