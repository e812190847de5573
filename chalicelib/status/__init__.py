"""How an account's work goes: what waits, what came last, and what is stuck with its reason."""
