"""Networks as ordinary torch modules. Leans on torch only; knows no learner and no data set."""
