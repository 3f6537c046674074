"""What a check rests on: evidence, replies, checks of others, and whether sources still stand."""
