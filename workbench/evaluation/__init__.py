"""Evaluation: predictions, and everything that is computed from them: matrices, curves, scores.

Leans on data, preprocess, training (the curve's type) and core; scikit-learn computes the metrics.
Knows no learner and draws nothing.
"""
