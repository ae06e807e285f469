"""WEKA's KnowledgeFlow files (``.kf``, ``.kfml``) as graphs of ours.

``kf.py`` and ``kfml.py`` read the two formats into one ``Sheet``; ``rules/`` says what parameters
WEKA's options are; ``weave.py`` draws the graph, in which data flows a little differently than in
WEKA. Which component stands for which WEKA class is said by the components (``Component.weka``).
"""
