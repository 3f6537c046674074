"""The same databases as for tests of a server at work."""

from tests.live.conftest import database_url

__all__ = ["database_url"]
