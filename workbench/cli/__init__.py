"""The terminal: the same verbs as the window, with progress on standard error."""
