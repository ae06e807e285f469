"""Pictures as thumbnails, and the average picture of each class."""
