"""Files of pictures: found, decoded, stacked."""
