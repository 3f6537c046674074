"""How values, events and refusals read on a page, in three languages."""
