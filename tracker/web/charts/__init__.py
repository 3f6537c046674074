"""Charts drawn by ourselves: one drawing, written as SVG or PNG, with its table and its CSV."""
