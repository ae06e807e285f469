"""The output dock: views of results as tabs, the log, the problems."""
