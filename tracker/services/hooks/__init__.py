"""Webhooks: kept, and sent until they arrive."""
