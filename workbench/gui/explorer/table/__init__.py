"""The table of the samples: sorted, filtered, searched, edited."""
