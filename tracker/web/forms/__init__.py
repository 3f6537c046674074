"""Forms: they check the shape of what was typed, and turn it into frozen commands."""
