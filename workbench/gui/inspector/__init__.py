"""The inspector: a component's parameters as editors, made from its fields; what flows out below.

Leans on the theme, the icons and what lies below the window. Knows no particular component, no
other part of the window, and edits nothing itself: it says what should change.
"""
