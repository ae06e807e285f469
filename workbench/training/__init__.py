"""Training: the loop, its events, stacking, optimisers, schedules, devices, early stopping.

Leans on data and core. Knows no learner: it is given modules and tensors.
"""
