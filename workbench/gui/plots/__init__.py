"""Results drawn: curves, matrices, tables. Each widget takes a value and draws it, no more.

Computes nothing that a terminal could want as well (that is evaluation's). Knows the theme; knows
neither the dock that shows the widgets nor the flow. pyqtgraph is imported with the first curve.
"""
