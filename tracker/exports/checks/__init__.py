"""What a report must hold before it leaves, and what it should."""
