"""The text of .ts files: header and rows."""
