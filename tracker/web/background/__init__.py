"""Threads beside the pages: exports, feeds, webhooks."""
