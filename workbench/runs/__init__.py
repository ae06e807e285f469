"""Runs: what a window or a terminal shows of a run, and what is written of it. Qt-free.

Leans on nodes, flow, evaluation and below.
"""
