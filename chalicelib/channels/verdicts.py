"""What a provider's checks say of a message that came in. Pure."""

from collections.abc import Mapping

_FAIL = "FAIL"


def is_forged(verdicts: Mapping[str, str]) -> bool:
    """Tell whether they speak against its sender, and none for them.

    >>> is_forged({"spf": "FAIL", "dkim": "FAIL"}), is_forged({"spf": "FAIL", "dkim": "PASS"})
    (True, False)
    """
    failed = {name for name, verdict in verdicts.items() if verdict == _FAIL}
    is_passed = verdicts.get("dmarc") == "PASS"
    return "dmarc" in failed or (failed >= {"spf", "dkim"} and not is_passed)


def has_virus(verdicts: Mapping[str, str]) -> bool:
    """Tell whether one was found in it."""
    return verdicts.get("virus") == _FAIL
