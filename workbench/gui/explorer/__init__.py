"""The explorer: the page where a person meets the data, changes it step by step, and selects.

Leans on what lies in ``gui`` itself (theme, brush, background), on runs, flow, preprocess and
data. Knows no other part of the window: plots and forms are handed in by ``main_window``.
"""
