"""Workbench: look at data, draw a flow, watch neural networks train.

The rooms, from the ground up: core, data, (training, preprocess), (models, evaluation),
(flow, export), nodes, runs, (gui, cli). Each imports only rooms below it.
"""

__version__ = "0.1.0"
