"""Models: the contract of a learner, and one file for each learner; networks/ holds the modules.

Leans on training, preprocess, data and core. ``learner.fit(train)`` gives a model; neither
changes afterwards, so there is no "unfitted" anything.
"""
