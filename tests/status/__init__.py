"""How an account's work goes."""
