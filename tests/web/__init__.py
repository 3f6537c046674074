"""Pages, asked for and filled as a browser does."""
