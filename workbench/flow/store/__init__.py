"""Results on disk: a codec without code in it, and one SQLite file behind the cache."""
