"""Drawings of what is seen inside a network."""
