"""Preprocess: transforms fitted on a training part and applied to every part; one file each.

Leans on data and core. Knows no learner and no flow.
"""
