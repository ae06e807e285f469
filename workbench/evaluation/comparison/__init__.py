"""Comparison: several learners on several data sets, and what may be concluded from it.

Values and statistics only: what is compared (``trials``), tests on one data set (``paired``,
``bayes``) and over data sets (``ranks``, ``signed_rank``), all of it for one score and one base of
comparison (``judgement``), in words (``verdict``) and as text (``weka_text``, ``export``).
"""
