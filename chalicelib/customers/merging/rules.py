"""Which profiles may be joined, what their profile is, and what each has after it; values only."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from chalicelib.core.errors import Conflict, Invalid
from chalicelib.customers.consent.model import Consent, Consents, ConsentState
from chalicelib.customers.consent.rules import recorded
from chalicelib.customers.model import Customer, Merge
from chalicelib.customers.properties.rules import Properties

MAX_MERGED = 4
"""So many other profiles one can stand for: its lists are read from each of them."""

T = TypeVar("T")


def refuse(customer: Customer, other: Customer) -> None:
    """Raise where the two cannot be joined: where nothing proves that they are one person."""
    if customer.id == other.id:
        raise Invalid("A customer cannot be merged with themselves.", code="same_customer")
    for each in (customer, other):
        if each.merged_into:
            extra = {"customer_id": each.merged_into}
            raise Conflict("This customer is merged already.", code="already_merged", extra=extra)
    if other.merges:
        raise Conflict("Others are merged into this customer.", code="has_merges")
    if len(customer.merges) >= MAX_MERGED:
        raise Conflict(f"{MAX_MERGED} are merged into them already.", code="too_many_merges")
    if not customer.proofs & other.proofs:
        raise Conflict(
            "No address is proved to be both of theirs; only what is can be merged.",
            code="unproved_identity",
        )


def is_possible(customer: Customer, other: Customer) -> bool:
    """Tell whether the two can be joined as they are."""
    try:
        refuse(customer, other)
    except (Conflict, Invalid):
        return False
    return True


def merged(customer: Customer, other: Customer, now: datetime, *, by: str) -> Customer:
    """Return the one profile of both: what the first does not tell, the other does."""
    return replace(
        _joined(customer, other),
        merges=(*customer.merges, Merge(customer_id=other.id, at=now, by=by)),
        version=customer.version + 1,
    )


def hidden(other: Customer, behind: Customer) -> Customer:
    """Return the profile that another one stands for from now on; nothing else of it changes."""
    return replace(other, merged_into=behind.id, version=other.version + 1)


def parted(now: Customer, before: Customer, other: Customer) -> Customer:
    """Return what a profile is without another one, which was joined to what it was `before`.

    What changed while they were one stays with it; a refusal of before counts again.
    """
    joined = _joined(before, other)
    return replace(
        now,
        name=_back(now.name, before.name, joined.name),
        email=_back(now.email, before.email, joined.email),
        phone=_back(now.phone, before.phone, joined.phone),
        is_verified=_back(now.is_verified, before.is_verified, joined.is_verified),
        segments=_kept(now.segments, before.segments, joined.segments),
        proofs=_kept(now.proofs, before.proofs, joined.proofs),
        properties=_properties(now.properties, before.properties, joined.properties),
        consents=_consents(now.consents, before.consents, joined.consents),
        merges=tuple(each for each in now.merges if each.customer_id != other.id),
        version=now.version + 1,
    )


def shown_again(other: Customer, now: Customer, before: Customer) -> Customer:
    """Return the profile that stood behind another one, as it was.

    What was refused while they were one is refused by both: nobody knows any more by whom.
    """
    refusals = refused_meanwhile(now, before, other)
    return replace(
        other,
        merged_into="",
        consents=recorded(other.consents, refusals),
        version=other.version + 1,
    )


def refused_meanwhile(now: Customer, before: Customer, other: Customer) -> Consents:
    """Return the refusals that came while two profiles were one."""
    joined = _joined(before, other).consents
    return tuple(word for word in now.consents if _is_refusal(word) and word not in joined)


def _joined(customer: Customer, other: Customer) -> Customer:
    return replace(
        customer,
        name=customer.name or other.name,
        email=customer.email or other.email,
        phone=customer.phone or other.phone,
        is_verified=customer.is_verified or other.is_verified,
        segments=customer.segments | other.segments,
        proofs=customer.proofs | other.proofs,
        properties={**other.properties, **customer.properties},
        consents=_both(customer.consents, other.consents),
    )


def _both(ours: Consents, theirs: Consents) -> Consents:
    places = _by_place(theirs)
    both = [_stricter(word, places.pop(_place(word), None)) for word in ours]
    return tuple(sorted([*both, *places.values()], key=_place))


def _stricter(ours: Consent, theirs: Consent | None) -> Consent:
    # As of the later of both moments: no word of before may come late and outrank the refusal.
    if theirs is None:
        return ours
    newer = max(theirs, ours, key=lambda word: word.at)
    refusals = [word for word in (ours, theirs) if _is_refusal(word)]
    chosen = max(refusals, key=lambda word: word.at) if refusals else newer
    return replace(chosen, at=newer.at)


def _consents(now: Consents, before: Consents, joined: Consents) -> Consents:
    was, one = _by_place(before), _by_place(joined)
    kept: dict[tuple[str, str], Consent] = {}
    for place, word in _by_place(now).items():
        earlier = was.get(place)
        is_refused_before = earlier is not None and _is_refusal(earlier)
        if word != one.get(place) and (_is_refusal(word) or not is_refused_before):
            kept[place] = word
    return tuple(word for _, word in sorted({**was, **kept}.items()))


def _properties(now: Properties, before: Properties, joined: Properties) -> Properties:
    names = sorted({*now, *before})
    found = {n: _back(now.get(n), before.get(n), joined.get(n)) for n in names}
    return {name: value for name, value in found.items() if value is not None}


def _back(now: T, before: T, joined: T) -> T:
    return before if now == joined else now


def _kept(now: frozenset[str], before: frozenset[str], joined: frozenset[str]) -> frozenset[str]:
    return (before | (now - joined)) - (joined - now)


def _by_place(words: Iterable[Consent]) -> dict[tuple[str, str], Consent]:
    return {_place(word): word for word in words}


def _place(word: Consent) -> tuple[str, str]:
    return word.channel, word.kind


def _is_refusal(word: Consent) -> bool:
    return word.state is ConsentState.unsubscribed
