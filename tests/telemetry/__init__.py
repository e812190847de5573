"""Lines and the metrics in them."""
