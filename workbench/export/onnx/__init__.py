"""A model as one ONNX graph, from raw values to the answer; checked before it leaves.

``build.py`` puts it together: ``inputs.py`` declares an input per attribute, ``steps.py`` repeats
the fitted transforms, ``answers.py`` the models, ``decision.py`` names the class. ``check.py`` runs
the graph beside our own model, ``file.py`` writes it. Nothing is traced: each part is written down
from the numbers it has learnt, so that an export takes milliseconds.
"""
