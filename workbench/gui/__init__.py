"""The window: the only room with PySide6, pyqtgraph and threads.

Its parts (editor, inspector, plots, results) do not know each other; ``main_window`` composes
them. They share the theme, the icons and nothing else.
"""
