"""Columns that come with types of their own, from spreadsheets, databases and arrays."""
