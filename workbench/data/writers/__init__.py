"""Writers: data sets to files, each such that its reader gives an equal data set back."""
