"""Keywords: whole texts that are an order to the sender, and open no ticket (decision 17)."""
