"""Flow: the graph as a value, what its nodes do, execution with events, cache, undo, files.

Leans on models, evaluation, preprocess, data and core. Knows no particular component (those come
from the catalog above) and no window.
"""
