"""What our parameters are, given WEKA's options: one function per WEKA class, by its full name."""
