"""Train the attribution tagger: the only layer that knows torch; the app never runs it."""
