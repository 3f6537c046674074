"""Verbs on the database; each is handed a session, the actor and the time, and never commits."""
