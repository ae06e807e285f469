"""The page of the runs: a table of all, and below it what the chosen ones have to tell.

Knows no other part of the window; plots are handed in (``history_mode.py``).
"""
