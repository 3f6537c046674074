"""The public site: as files, as feeds, as cards in other pages."""
