"""Export: what leaves the program: model files, later ONNX and scripts.

Leans on models, preprocess, data and core. Knows no flow and no window.
"""
