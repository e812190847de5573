"""What can be connected, by provider, as data; and what is wrong with what somebody wants."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from chalicelib.core.errors import Conflict, Fault, Invalid
from chalicelib.inboxes.model import Credentials, Edit, Inbox, Wanted

MAX_INBOXES = 50
MAX_NAME = 60
TWO_WAY = frozenset({
    "AT", "AU", "BE", "CA", "CH", "DE", "DK", "ES", "FI", "GB", "HU", "IE", "IT", "NL", "NO", "NZ",
    "PL", "PT", "SE", "US",
})  # fmt: skip
"""Where a number can both send and receive texts."""

_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")
_SPACING = re.compile(r"[ ().\-/\u00a0\u2011]")
_DIGITS = re.compile(r"[0-9]{5,40}")
_LETTER = re.compile(r"[^\W\d_]")
_SECRET = re.compile(r"[!-~]{8,1000}")
"""A secret that is empty or short would make forging easy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What a provider needs to know about an inbox of one channel."""

    hook: str
    """The path that the provider calls."""
    is_number: bool = True
    is_two_way_known: bool = False
    """True where numbers of some countries only send."""
    settings: Mapping[str, re.Pattern[str]]
    optional: Mapping[str, re.Pattern[str]] = field(default_factory=dict[str, re.Pattern[str]])
    credentials: tuple[str, ...]
    external: str = ""
    """The setting by which the provider calls it; empty where it is the address."""
    is_number_in_path: bool = False
    is_asked_to_prove: bool = False
    """True where the provider calls the path once before, to see that it is ours."""
    renewed_after: timedelta | None = None
    """How old a token is at least before it is renewed; None where tokens do not end."""


KINDS: Mapping[tuple[str, str], Kind] = {
    ("sms", "twilio"): Kind(
        hook="/hooks/twilio",
        is_two_way_known=True,
        settings={"account_sid": re.compile(r"AC[0-9a-f]{32}")},
        credentials=("auth_token",),
    ),
    ("sms", "aws"): Kind(
        hook="/hooks/sns",
        is_two_way_known=True,
        settings={
            "region": re.compile(r"[a-z]{2}(-[a-z]+)+-[0-9]"),
            "topic_arn": re.compile(r"arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_.-]+"),
        },
        optional={
            "configuration_set": re.compile(r"[A-Za-z0-9_:/-]{1,256}"),
            # Without dots, which no certificate of S3's covers.
            "media_bucket": re.compile(r"[a-z0-9][a-z0-9-]{1,61}[a-z0-9]"),
        },
        credentials=("access_key_id", "secret_access_key"),
        is_number_in_path=True,
    ),
    ("whatsapp", "meta"): Kind(
        hook="/hooks/meta",
        settings={"phone_number_id": _DIGITS, "waba_id": _DIGITS},
        credentials=("access_token", "app_secret"),
        external="phone_number_id",
        is_asked_to_prove=True,
    ),
    ("instagram", "meta"): Kind(
        hook="/hooks/meta",
        is_number=False,
        settings={},
        credentials=("access_token", "app_secret"),
        is_asked_to_prove=True,
        # Instagram renews none of the first day, and nobody tells how old one was when entered.
        renewed_after=timedelta(hours=25),
    ),
}
"""By channel and provider; the only place that a new one is added to."""


def kind_of(inbox: Inbox) -> Kind:
    """Return what its provider needs to know."""
    return KINDS[inbox.channel, inbox.provider]


def checked(wanted: Wanted) -> Wanted:
    """Return it in its normal form, or raise Invalid with all that is wrong."""
    kind = KINDS.get((wanted.channel, wanted.provider))
    if kind is None:
        known = ", ".join(f"{channel} by {provider}" for channel, provider in KINDS)
        fault = Fault("/provider", "unknown_provider", f"What can be connected: {known}.")
        raise Invalid("This provider does not serve this channel.", faults=[fault])
    _refuse_branded(kind, wanted.address)
    address = _SPACING.sub("", wanted.address) if kind.is_number else wanted.address.strip()
    settings = _without_empty(kind, wanted.settings)
    after = replace(wanted, address=address, name=_line(wanted.name), settings=settings)
    if faults := [*_faults(kind, after), *_missing(kind, after)]:
        raise Invalid("The inbox is not as it should be.", faults=faults)
    return after


def external_id(wanted: Wanted) -> str:
    """Return what the provider will call it."""
    kind = KINDS[wanted.channel, wanted.provider]
    return wanted.settings[kind.external] if kind.external else wanted.address


def edited(inbox: Inbox, edit: Edit) -> Inbox:
    """Return the inbox as it becomes, its credentials aside, or raise Invalid."""
    kind = kind_of(inbox)
    given = {name: text or "" for name, text in (edit.settings or {}).items()}
    after = replace(
        inbox,
        name=inbox.name if edit.name is None else _line(edit.name),
        settings=_without_empty(kind, {**inbox.settings, **given}),
    )
    faults = [*_faults(kind, after), *_secret_faults(kind, edit.credentials or {})]
    if kind.external and after.settings.get(kind.external) != inbox.external_id:
        detail = "Connect another inbox instead: this one is known by it."
        faults.append(Fault(f"/settings/{kind.external}", "fixed", detail))
    if faults:
        raise Invalid("The inbox is not as it should be.", faults=faults)
    return after if after == inbox else replace(after, version=inbox.version + 1)


def hook_path(inbox: Inbox) -> str:
    """Return what the provider calls, after our own host."""
    kind = kind_of(inbox)
    # Some deliveries name no inbox: then the path does.
    number = f"?number={inbox.address.removeprefix('+')}" if kind.is_number_in_path else ""
    return kind.hook + number


def renew_at(inbox: Inbox, now: datetime) -> datetime | None:
    """Return when a token that was entered now is to be renewed; None where it does not end."""
    after = kind_of(inbox).renewed_after
    return now + after if after else None


def refuse_more(count: int) -> None:
    """Raise Conflict where there is no room for another inbox."""
    if count >= MAX_INBOXES:
        raise Conflict(f"There are {MAX_INBOXES} inboxes already.", code="too_many_inboxes")


def advice(inbox: Inbox, country: str) -> tuple[str, ...]:
    """Return warnings that keep nobody from connecting; `country` is the number's, if known."""
    if kind_of(inbox).is_two_way_known and country and country not in TWO_WAY:
        return ("not_two_way",)
    return ()


def _without_empty(kind: Kind, settings: Mapping[str, str]) -> dict[str, str]:
    known = {*kind.settings, *kind.optional}
    return {name: text for name, text in settings.items() if text or name not in known}


def _refuse_branded(kind: Kind, address: str) -> None:
    if kind.is_number and _LETTER.search(address):
        detail = (
            "A branded sender ID cannot receive texts, so no customer could ever write to it. "
            "Connect a number that can."
        )
        fault = Fault("/address", "sender_cannot_receive", detail)
        raise Invalid(detail, code="sender_cannot_receive", faults=[fault])


def _faults(kind: Kind, inbox: Wanted | Inbox) -> Iterator[Fault]:
    if not (_NUMBER if kind.is_number else _DIGITS).fullmatch(inbox.address):
        what = "a number with its country code" if kind.is_number else "the account's numeric id"
        yield Fault("/address", "invalid", f"This must be {what}.")
    if len(inbox.name) > MAX_NAME or not inbox.name.isprintable():
        yield Fault("/name", "invalid", f"At most {MAX_NAME} characters on one line.")
    for name, text in inbox.settings.items():
        pattern = kind.settings.get(name) or kind.optional.get(name)
        if pattern is None or not pattern.fullmatch(text):
            code = "invalid" if pattern else "unknown_field"
            yield Fault(f"/settings/{name}", code, "This is not as the provider writes it.")
    for name in kind.settings:
        if name not in inbox.settings:
            yield Fault(f"/settings/{name}", "required", "The provider needs it.")


def _missing(kind: Kind, wanted: Wanted) -> Iterator[Fault]:
    yield from _secret_faults(kind, wanted.credentials)
    for name in kind.credentials:
        if name not in wanted.credentials:
            yield Fault(f"/credentials/{name}", "required", "The provider needs it.")


def _secret_faults(kind: Kind, credentials: Credentials) -> Iterator[Fault]:
    for name, text in credentials.items():
        if name not in kind.credentials:
            yield Fault("/credentials", "unknown_field", "There is a name too many.")
        elif not _SECRET.fullmatch(text):
            yield Fault(f"/credentials/{name}", "invalid", "This is no such secret.")


def _line(text: str) -> str:
    return " ".join(text.split())
