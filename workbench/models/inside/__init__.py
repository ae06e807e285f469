"""Views inside a fitted model: what it shows of itself, computed when it is asked for."""
