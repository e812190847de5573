"""What a customer's next orders will be worth: the gamma-gamma model.

Fader and Hardie (2013), "The Gamma-Gamma Model of Monetary Value". What somebody spends at a time
varies around an average of their own; averages differ between customers, and whoever was seen
buying but a few times is believed to be more like the others. Amounts are minor units.
"""

from chalicelib.customers.predictions.model import History, Spending


def expected_average(spending: Spending, history: History) -> float:
    """Return what to expect of each next order; of somebody unknown, what others spend."""
    p, q, v = spending.p, spending.q, spending.v
    weight = p * history.spent_times + q - 1
    if weight <= 0:
        return spending.mean
    return p * (v + history.spent_times * history.spent_average) / weight
