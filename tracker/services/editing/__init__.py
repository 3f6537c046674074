"""What a claim says and where it stands: its fields, its words, its way back."""
