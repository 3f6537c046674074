"""What the newsroom did and how well claims are found, in numbers."""
