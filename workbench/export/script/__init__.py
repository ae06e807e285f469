"""A flow as one readable Python script, made of pieces of real Python (``resources/script``).

A piece is an ordinary function. Where it branches on an option (``if OPTIMIZER == "adam"``), the
text of the branch that a flow takes stays and the others go; functions that nobody calls are left
out. Knows no node, learner or flow: what is to be written comes as ``Step`` values.
"""
