"""The history of runs: what was run, with what, how it ended, and what came out."""
