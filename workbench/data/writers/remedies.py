"""What to do with what a format cannot hold."""

CANNOT_HOLD = {
    "array": "Flatten pictures and series first, or save as .npz.",
    "relational": "Save as .arff, or as .jsonl.",
}
