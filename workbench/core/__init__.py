"""The ground floor: errors, components, runs, files. Leans on Python and pydantic only.

Nothing here knows what a data set, a network, a flow or a window is.
"""
