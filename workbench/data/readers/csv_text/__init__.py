"""The text of CSV files: what is sniffed, the plan, rows, columns and their kinds."""
