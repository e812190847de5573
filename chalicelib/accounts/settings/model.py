"""An account's settings: the tree that `/v1/settings` shows, with its defaults and limits.

Structs, because the same tree is a request's body: unknown names and wrong kinds are refused.
"""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
ChannelName = Literal["webchat", "email", "sms", "whatsapp", "instagram"]
Hours = Annotated[int, Meta(ge=1, le=90 * 24)]
Text = Annotated[str, Meta(max_length=2_000)]
Word = Annotated[str, Meta(max_length=254)]
Range = tuple[str, str]


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A branch of the tree."""


class RoundRobin(Part, frozen=True):
    """Automatic assignment among the agents online (82, 85)."""

    enabled: bool = False


class OfficeHours(Part, frozen=True):
    """When the team is there. `days` of None is no calendar: always open (decision 27).

    What a type cannot say (hours, dates, zones) is checked in `rules`.
    """

    time_zone: Word = "UTC"
    """The account's time zone in every respect."""
    days: dict[Day, Annotated[tuple[Range, ...], Meta(max_length=10)]] | None = None
    """Half-open ranges; one that ends before it starts ends on the next day."""
    holidays: Annotated[tuple[str, ...], Meta(max_length=400)] = ()


class AutoClose(Part, frozen=True):
    """Closing tickets whose customer fell silent (84, decision 10)."""

    enabled: bool = False
    after_hours: Hours = 48
    by_channel: dict[ChannelName, int] = {}
    """Another period for a channel; 0 never closes it."""
    include_snoozed: bool = False
    closing_text: Text = ""
    """Sent to the customer when a ticket closes so; nothing is sent while it is empty."""


class FollowUpEmail(Part, frozen=True):
    """The one mail to a chat visitor who left (77, 78)."""

    enabled: bool = True
    from_address: Word = ""
    """Empty: the sender of the account's other mail."""


class WebChat(Part, frozen=True):
    """What the widget and its visitors get (77-81)."""

    enabled: bool = True
    follow_up_email: FollowUpEmail = FollowUpEmail()
    reply_in_hours: Text = ""
    reply_out_of_hours: Text = ""


class Autoresponder(Part, frozen=True):
    """The automatic answer to a text without a keyword (70-72, decision 18)."""

    mode: Literal["off", "all", "non_consented"] = "off"
    text: Text = ""


class Sms(Part, frozen=True):
    """Text messages (70-76)."""

    autoresponder: Autoresponder = Autoresponder()
    shorten_links: bool = True
    notify: Annotated[tuple[Word, ...], Meta(max_length=50)] = ()
    """Who gets a mail about a new text (decision 35)."""


class Email(Part, frozen=True):
    """Mail (69, 79); the support addresses have routes of their own."""

    enabled: bool = True
    from_name: Annotated[str, Meta(max_length=100)] = ""
    """Empty: the account's name."""


class UnreadBadge(Part, frozen=True):
    """The count of unread tickets (36, 37)."""

    enabled: bool = True


class SecondOpinion(Part, frozen=True):
    """Asking a language model about messages that the product's own model is unsure of."""

    enabled: bool = False
    daily_limit: Annotated[int, Meta(ge=1, le=100_000)] = 500
    """So many messages a day, in UTC, are shown to it."""


class Settings(Part, frozen=True):
    """All settings of an account."""

    round_robin: RoundRobin = RoundRobin()
    office_hours: OfficeHours = OfficeHours()
    office_hours_scope: Literal["all", "webchat"] = "all"
    auto_close: AutoClose = AutoClose()
    web_chat: WebChat = WebChat()
    sms: Sms = Sms()
    email: Email = Email()
    unread_badge: UnreadBadge = UnreadBadge()
    second_opinion: SecondOpinion = SecondOpinion()
    reopen_window_days: Annotated[int, Meta(ge=1, le=3_650)] | None = None
    """After that many days a customer's message makes a new, linked ticket (decision 1)."""
    on_offline_assignee: Literal["keep", "unassign", "reroute"] = "keep"
    drain_backlog: bool = True

    @property
    def time_zone(self) -> str:
        """The account's time zone: one for hours, snoozes and reports."""
        return self.office_hours.time_zone
