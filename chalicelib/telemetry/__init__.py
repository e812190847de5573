"""What somebody who keeps the product running sees of it: lines, and the metrics in them."""
