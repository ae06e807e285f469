"""Data: schema, data sets, splits, their summary, readers and writers. The only room with pandas.

Leans on core. Knows no transform, no learner, no flow.
"""
