"""Trying a model by hand: a row, a drawing or a sentence goes in, probabilities come out."""
