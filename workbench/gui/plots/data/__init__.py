"""Plots of the data itself, for the explorer: each follows the brush and can move it.

Drawn by numpy and QPainter, so that a million samples stay fluid; pyqtgraph is not needed. What a
terminal could want as well (quartiles, correlations, maps) is computed in ``data/profile``.
"""
