"""Find who says what, in a newspaper article: text in, frozen values out."""
