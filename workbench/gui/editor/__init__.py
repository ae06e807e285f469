"""The flow editor: scene, nodes, links, palette and search. Shows a Graph and asks for edits of it."""
