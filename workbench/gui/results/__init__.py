"""The output dock: views of results as tabs, the problems, the log.

Knows which node's result is shown where; what draws it is handed in, so that plots need not be
known here.
"""
