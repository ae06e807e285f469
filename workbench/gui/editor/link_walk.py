"""Going along the links of a node with the keyboard."""

from workbench.flow.graph import Graph, Link


class LinkWalk:
    """Which link comes next, from a node or from the link before.

    Attributes:
        node: where the walk began; empty while there is none.
    """

    def __init__(self) -> None:
        self.node = ""
        self._is_forward = True

    def step(self, graph: Graph, node_id: str | None, at: Link | None, way: int) -> Link | None:
        """The next link; None if there is none that way.

        Args:
            node_id: the current node; None while a link is selected.
            at: the selected link; None while a node is.
            way: 1 for links that leave the node, -1 for those that arrive.
        """
        if at is None or not self.node:
            self.node = node_id or (at.source if at else "")
        self._is_forward = way > 0
        links = [k for k in graph.links if self.node == (k.source if way > 0 else k.target)]
        if not links:
            return None
        after = links.index(at) + 1 if at in links else 0
        return links[after % len(links)]

    def end(self, at: Link) -> str:
        """The node that the walk leads to along a link."""
        return at.target if self._is_forward else at.source
