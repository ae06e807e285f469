"""A flow as a script: what ``export/script`` must know of each node, asked of graph and data."""
