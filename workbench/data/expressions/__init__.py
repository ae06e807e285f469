"""The parts of the expression language; ``data/expression.py`` is its face."""
