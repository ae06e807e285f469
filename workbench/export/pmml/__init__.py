"""A model as PMML 4.4 (Data Mining Group), where PMML has words for it: XML, and nothing that runs.

``tree.py`` writes elements, ``steps.py`` the preparation as derived fields, ``models.py`` the
models.
"""
