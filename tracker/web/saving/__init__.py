"""What a form asks for, done: refusals go beside the fields."""
