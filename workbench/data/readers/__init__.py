"""Readers: one file per format that a component reads, and what those lean on.

``reader.py`` is the contract, ``open.py`` chooses by suffix. pandas is deferred: the palette
imports this package at start-up.
"""
