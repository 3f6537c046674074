"""What is kept of a person or a claim, taken out where the law asks for it."""
