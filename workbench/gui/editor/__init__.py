"""The flow editor: canvas, nodes, links, palette and search.

It shows a ``Graph`` and asks for another one when somebody works on it; it keeps no history.
"""
