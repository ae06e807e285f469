"""The inspector: an editor for each parameter of the selected node, generated from its component."""
