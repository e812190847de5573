"""What answers about settings look like."""

from datetime import datetime

from chalicelib.accounts.model import ForwardingState
from chalicelib.accounts.settings.model import Email, Settings
from chalicelib.web.description.shapes import Answers, Shape, plain


class SupportAddressSeen(Shape, frozen=True):
    """An address of the shop's whose mail is forwarded to us, and how far that got."""

    address: str
    state: ForwardingState
    tested_at: datetime | None
    verified_at: datetime | None
    advice: str | None


class NewSupportAddress(SupportAddressSeen, frozen=True):
    """A support address, and where its mail is to be forwarded to."""

    forward_to: str


class EmailSeen(Email, frozen=True, kw_only=True):
    """The settings of mail, and what follows from them."""

    inbound_address: str = ""
    addresses: tuple[SupportAddressSeen, ...] = ()
    advice: str | None = None


class Office(Shape, frozen=True):
    """Whether somebody is there, and where not, from when."""

    is_open: bool
    opens_at: datetime | None


class SettingsSeen(Settings, frozen=True, kw_only=True):
    """All settings, and what follows from them; what is only shown is not changed here."""

    email: EmailSeen = EmailSeen()
    office: Office


class ChatSecret(Shape, frozen=True):
    """What the shop's server signs its shoppers' ids with."""

    secret: str


ANSWERS: Answers = {
    "GET /v1/settings": SettingsSeen,
    "PATCH /v1/settings": plain(SettingsSeen, 402),
    "GET /v1/settings/web_chat/secret": ChatSecret,
    "POST /v1/settings/email/addresses": NewSupportAddress,
    "POST /v1/settings/email/addresses/{address}/test": SupportAddressSeen,
}
