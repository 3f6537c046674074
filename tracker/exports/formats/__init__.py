"""One writer a format; each adds itself to the registry."""
