"""Text cut into tokens, and the tokens counted and numbered: no file, no data set, no pandas."""
