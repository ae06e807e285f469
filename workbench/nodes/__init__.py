"""Nodes: the catalog, and one file for each node that is no reader, transform or learner.

Leans on flow, export, evaluation, models and below. Knows no window.
"""
