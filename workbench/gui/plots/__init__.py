"""Plots: draw values computed below (curves, ROC, confusion matrix); compute nothing themselves."""
