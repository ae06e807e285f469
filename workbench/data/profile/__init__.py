"""What pictures and tables of a data set show, computed: histograms, boxes, maps, hints.

numpy in, frozen values out; scikit-learn where it has the method (deferred). Knows no Qt.
"""
