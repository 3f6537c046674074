"""The text of an article on a page: cut, marked, compared."""
