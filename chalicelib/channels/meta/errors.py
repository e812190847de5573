"""What Meta's error codes mean for a message and for the inbox that it was to leave from.

One table for both channels: the Graph API's own codes are shared, the others do not overlap.
"""

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import cast

from chalicelib.channels.values import Json, table, text
from chalicelib.channels.words import one_line


class Verdict(StrEnum):
    """What becomes of the message."""

    refused = "refused"
    """It was not sent, and never will be."""
    faulty = "faulty"
    """So is every other one until the merchant mends the connection."""
    later = "later"
    """It was not sent; soon it may be."""
    unknown = "unknown"
    """It may have been sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """An error as the team is told of it; `code` is ours and stable."""

    verdict: Verdict
    code: str
    detail: str


_MAX_DETAIL = 200
_FAULTY = {
    0: ("credentials_refused", "The access token is no longer valid."),
    3: ("permission_missing", "The app may not send messages."),
    10: ("permission_missing", "The app has lost a permission that it needs."),
    33: ("inbox_gone", "The number or account no longer exists at Meta."),
    190: ("credentials_refused", "The access token has expired or was withdrawn."),
    230: ("permission_missing", "The app may not send messages."),
    368: ("policy_blocked", "Meta has blocked the account for a breach of its policies."),
    130497: ("policy_blocked", "Meta lets this account write to nobody in that country."),
    131005: ("permission_missing", "The app has lost a permission that it needs."),
    131030: ("test_mode", "The number is in test mode and may write to listed numbers only."),
    131031: ("policy_blocked", "Meta has locked the account."),
    131037: ("not_registered", "The number's display name was not approved."),
    131042: ("payment_failed", "Meta could not charge the account."),
    131045: ("not_registered", "The number must be registered anew."),
    133010: ("not_registered", "The number is not registered with WhatsApp."),
}
_REFUSED = {
    100: ("refused", "Meta found something wrong with the message."),
    551: ("unreachable", "This person cannot be written to just now, or does not want it."),
    130472: ("refused", "Meta holds this message back in an experiment of its own."),
    131008: ("refused", "Meta found something missing in the message."),
    131009: ("refused", "Meta found something wrong with the message."),
    131021: ("refused", "A number cannot write to itself."),
    131026: ("unreachable", "WhatsApp could not deliver it: no such user, or an old version."),
    131047: ("window_closed", "More than 24 hours have passed since the customer wrote."),
    131049: ("refused", "Meta holds this message back to keep people from tiring of them."),
    131050: ("opted_out", "The customer has stopped marketing messages."),
    131051: ("refused", "WhatsApp does not know this kind of message."),
    131052: ("media_failed", "WhatsApp could not take the file."),
    131053: ("media_failed", "WhatsApp could not take the file."),
    131062: ("unreachable", "This message cannot go to somebody without a number."),
    132000: ("template_wrong", "The template has another number of gaps."),
    132001: ("template_wrong", "There is no such approved template in this language."),
    132005: ("template_wrong", "The template is too long with these words."),
    132007: ("template_wrong", "The template breaks a policy of WhatsApp."),
    132008: ("template_wrong", "The words do not fit the template."),
    132012: ("template_wrong", "The words do not fit the template."),
    132015: ("template_wrong", "WhatsApp has paused the template for poor quality."),
    132016: ("template_wrong", "WhatsApp has switched the template off for poor quality."),
}
_RATES = frozenset({4, 17, 32, 341, 613, 80007, 130429, 131048, 131056, 133016})
"""Limits of how often: Meta refuses at the door, so that nothing was sent whatever the status."""
_LATER = _RATES | frozenset({2, 131000, 131016, 131057, 131064, 133004, 135000})
_SUBCODES = {
    2534022: 131047,
    2018278: 131047,
    2018065: 131047,
    2018001: 551,
    2018108: 551,
    33: 33,
}
"""What is more telling than the code above it, as the code that means the same."""

_UNCLEAR = Problem(verdict=Verdict.unknown, code="unknown", detail="Meta gave no clear answer.")


def problem(status: int, body: bytes, *, secret: str = "") -> Problem:
    """Return what an answer that is no success means; any bytes may come, even a page of HTML.

    Codes count, not the HTTP status, unless it says that Meta stumbled: then the message may have
    left before, and only a rate limit says that it did not. Words of Meta's are passed on without
    the secret, since some of its errors repeat it.
    """
    told = _error(body)
    code, subcode = _number(told, "code"), _number(told, "error_subcode")
    if (status >= 500 or status == 408) and code not in _RATES:
        return _UNCLEAR
    known = judge(code if subcode is None else _SUBCODES.get(subcode, code))
    if known is not None:
        return known
    if told.get("is_transient") is True or status == 429:
        return Problem(verdict=Verdict.later, code="busy", detail="Meta asks to wait.")
    if code == 1:
        return _UNCLEAR
    if code is None:
        return Problem(verdict=Verdict.later, code="refused", detail="Meta refused the request.")
    words = one_line(text(told, "message")[: 4 * _MAX_DETAIL])
    words = words.replace(secret, "…") if secret else words
    return Problem(
        verdict=Verdict.refused, code="refused", detail=f"{code} {words}"[:_MAX_DETAIL].strip()
    )


def judge(code: int | None) -> Problem | None:
    """Return what a code means by itself, as status reports carry them; None where we know none."""
    if code is None:
        return None
    if code in _LATER:
        return Problem(verdict=Verdict.later, code="busy", detail=f"Meta asks to wait ({code}).")
    for verdict, known in ((Verdict.faulty, _FAULTY), (Verdict.refused, _REFUSED)):
        if code in known:
            name, words = known[code]
            return Problem(verdict=verdict, code=name, detail=f"{words} ({code})")
    if 200 <= code < 300:
        name, words = _FAULTY[10]
        return Problem(verdict=Verdict.faulty, code=name, detail=f"{words} ({code})")
    return None


def _error(body: bytes) -> Json:
    try:
        found: object = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return table(cast("Json", found), "error") if isinstance(found, dict) else {}


def _number(source: Json, name: str) -> int | None:
    found = source.get(name)
    return found if isinstance(found, int) and not isinstance(found, bool) else None
