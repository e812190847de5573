"""What the mail service says about a mail, apart from the mail itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from chalicelib.core import addresses
from chalicelib.core.place import Place

LOOP_HEADER = "X-Deskhand-Loop"
"""Carries the inbox that sent a mail; one that comes back to that inbox goes in circles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """How a mail arrived. Only this is believed; whatever the mail says of itself is not."""

    recipients: tuple[str, ...]
    """The addresses of the SMTP dialogue, as written."""
    mail_domain: str
    """The domain of our inboxes."""
    source: str | None = None
    """The return path of the SMTP dialogue; empty for a bounce, None where it is not known."""
    verdicts: Mapping[str, str] = field(default_factory=dict[str, str])
    """spam, virus, spf, dkim, dmarc -> PASS, FAIL, GRAY, PROCESSING_FAILED, DISABLED."""

    def is_ours(self, address: str) -> bool:
        """Tell whether this address leads back to us."""
        return addresses.parts(address)[2].lower() == self.mail_domain.lower()

    def inboxes(self) -> tuple[str, ...]:
        """Return the inboxes it reached, without their plus-parts, each once."""
        ours = (addresses.normal(one) for one in self.recipients if self.is_ours(one.strip()))
        return tuple(dict.fromkeys(inbox_of(one) for one in ours if one))


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A mail that waits in the bucket to be read."""

    envelope: Envelope
    bucket: str
    key: str


def mail_id(provider_id: str, place: Place) -> str:
    """Return the Message-ID that the mail service makes of its own id."""
    return f"{provider_id}@{place.mail_id_domain}"


def inbox_of(address: str) -> str:
    """Return the address without its plus-part.

    >>> inbox_of("shop+token@mail.example")
    'shop@mail.example'
    """
    name, _, domain = addresses.parts(address)
    return f"{name}@{domain}"
