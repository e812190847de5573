"""The table's rows, keys and writes."""
