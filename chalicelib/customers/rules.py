"""How addresses are told apart, and what becomes of a profile; values only."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from chalicelib.core import addresses
from chalicelib.core.errors import Fault, Invalid
from chalicelib.customers.consent.rules import recorded
from chalicelib.customers.model import Customer, Edit, Identity, IdentityKind
from chalicelib.customers.properties import rules as properties

MAX_NAME = 200
MAX_SEGMENT = 60
MAX_SEGMENTS = 100
MAX_PROOFS = 50
_MAX_ADDRESS = 255
_PLACE = re.compile(r"[/:@]|www\.|\.[a-z]{2,}\b", re.IGNORECASE)
_PHONE = re.compile(r"\+[1-9][0-9]{6,14}")
_PHONE_SPACING = re.compile(r"[ ().\-/\u00a0\u2011]")


def normal(kind: IdentityKind, address: str) -> str | None:
    """Return the form that equal addresses share, or None for what cannot be one.

    >>> normal(IdentityKind.phone, "+44 20 7946 0000"), normal(IdentityKind.phone, "020 7946 0000")
    ('+442079460000', None)
    >>> normal(IdentityKind.handle, "@Ann.Lee")
    'ann.lee'
    """
    match kind:
        case IdentityKind.email:
            return addresses.normal(address)
        case IdentityKind.phone:
            number = _PHONE_SPACING.sub("", address)
            return number if _PHONE.fullmatch(number) else None
        case IdentityKind.handle:
            return _opaque(address.strip().removeprefix("@").lower())
        case _:
            return _opaque(address)


def identity(kind: IdentityKind, address: str, *, pointer: str = "") -> Identity:
    """Return the identity or raise Invalid, with the place of the input that is to blame."""
    known_as = normal(kind, address)
    if known_as is None:
        fault = Fault(pointer, "invalid", f"This is no {_WORDS[kind]}.")
        raise Invalid(f"The {_WORDS[kind]} is not one.", faults=[fault] if pointer else ())
    return Identity(kind=kind, address=known_as)


def clean_name(text: str) -> str:
    """Return a name on one line, without what could fake another one; cut where too long.

    >>> clean_name(" Ann\\n\\u202eLee ")
    'Ann Lee'
    """
    spaced = " ".join(unicodedata.normalize("NFC", text).split())
    kept = (c for c in spaced if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    return "".join(kept)[:MAX_NAME].strip()


def names_a_place(name: str) -> bool:
    """Tell whether a program that shows this name may make a link of it."""
    return _PLACE.search(name) is not None


def new(
    customer_id: str, known_as: Identity, now: datetime, *, name: str,
    proves: frozenset[Identity] = frozenset(),
) -> Customer:  # fmt: skip
    """Return the profile of somebody who was never heard of."""
    return Customer(
        id=customer_id,
        name=clean_name(name),
        email=known_as.address if known_as.kind is IdentityKind.email else "",
        phone=known_as.address if known_as.kind is IdentityKind.phone else "",
        is_verified=bool(proves),
        proofs=_proofs(proves),
        created_at=now,
    )


def learned(customer: Customer, *, name: str, proves: frozenset[Identity]) -> Customer:
    """Return what a later message adds: a first name, a first proof; nothing is overwritten."""
    proofs = customer.proofs | _proofs(proves)
    after = replace(
        customer,
        name=customer.name or clean_name(name),
        is_verified=customer.is_verified or bool(proves),
        proofs=proofs if len(proofs) <= MAX_PROOFS else customer.proofs,
    )
    if after == customer:
        return customer
    return replace(after, version=customer.version + 1)


def edited(customer: Customer, edit: Edit) -> tuple[Customer, tuple[Identity, ...]]:
    """Return the changed profile and the addresses that it needs; the same one for no change."""
    claims = tuple(
        identity(kind, address, pointer=f"/{kind.value}")
        for kind, address in ((IdentityKind.email, edit.email), (IdentityKind.phone, edit.phone))
        if address
    )
    by_kind = {claim.kind: claim.address for claim in claims}
    shown = (customer.email, customer.phone)
    claims = tuple(claim for claim in claims if claim.address not in shown)
    changed = replace(
        customer,
        name=customer.name if edit.name is None else clean_name(edit.name),
        email=customer.email if edit.email is None else by_kind.get(IdentityKind.email, ""),
        phone=customer.phone if edit.phone is None else by_kind.get(IdentityKind.phone, ""),
        segments=segments(customer.segments, edit),
        consents=recorded(customer.consents, edit.consents),
        properties=properties.fitting(
            properties.changed(customer.properties, edit.properties), edit.told
        ),
    )
    if changed == customer and not edit.consents:
        return customer, ()
    return replace(changed, version=customer.version + 1), claims


def segments(current: frozenset[str], edit: Edit) -> frozenset[str]:
    """Return the segments that an edit leaves somebody in, or raise Invalid with all faults."""
    given = {"segments": edit.segments or (), "add_segments": edit.enters}
    faults = [
        Fault(f"/{name}/{index}", "invalid", f"A segment has 1 to {MAX_SEGMENT} characters.")
        for name, texts in given.items()
        for index, text in enumerate(texts)
        if not _is_segment(text.strip())
    ]
    kept = current if edit.segments is None else {text.strip() for text in edit.segments}
    left = {text.strip() for text in edit.leaves}
    after = frozenset(kept | {text.strip() for text in edit.enters}) - left
    if len(after) > max(MAX_SEGMENTS, len(current)):
        pointer = "/add_segments" if edit.enters else "/segments"
        faults.append(Fault(pointer, "too_many", f"At most {MAX_SEGMENTS} for each customer."))
    if faults:
        raise Invalid("The segments are not as they should be.", faults=faults)
    return after


_WORDS = {
    IdentityKind.email: "email address",
    IdentityKind.phone: "phone number with its country code",
    IdentityKind.handle: "handle",
    IdentityKind.user: "user id",
}


def is_proved(customer: Customer, known_as: Identity) -> bool:
    """Tell whether an address was vouched for as this customer's."""
    return bool(_proofs([known_as]) & customer.proofs)


def _proofs(proves: Iterable[Identity]) -> frozenset[str]:
    return frozenset(f"{known_as.kind}:{known_as.address}" for known_as in proves)


def _is_segment(text: str) -> bool:
    return 0 < len(text) <= MAX_SEGMENT and text.isprintable()


def _opaque(address: str) -> str | None:
    is_one = 0 < len(address) <= _MAX_ADDRESS and address.isprintable() and address.strip()
    return address if is_one else None
