"""The text of ARFF files: tokens, header, rows dense and sparse, weights, doubts."""
