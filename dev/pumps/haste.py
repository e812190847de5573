"""How much of AWS's own waiting is skipped."""

from enum import StrEnum


class Haste(StrEnum):
    """Pauses take real time; visibility timeouts take the product's."""

    none = "none"
    pauses = "pauses"
    """No pauses; what waits for a moment of the product's clock goes on waiting."""
    everything = "everything"
    """Failed messages come again at once, too."""
