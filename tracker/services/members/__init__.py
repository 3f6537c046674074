"""Who works here: accounts, desks, and every way to come in."""
