"""An account's settings: the tree that `/v1/settings` shows, with its defaults and limits.

Structs, because the same tree is a request's body: unknown names and wrong kinds are refused.
"""

from collections.abc import Mapping
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
ChannelName = Literal["webchat", "email", "sms", "whatsapp", "instagram"]
Hours = Annotated[int, Meta(ge=1, le=90 * 24)]
Text = Annotated[str, Meta(max_length=2_000)]
Word = Annotated[str, Meta(max_length=254)]
Link = Annotated[str, Meta(max_length=500)]
TextMessage = Annotated[str, Meta(max_length=1_200)]
"""What one text carries, with room for what its placeholders are filled with."""
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


class Widget(Part, frozen=True):
    """How the chat looks on the shop's pages; what a type cannot say is checked in `widget`."""

    color: Annotated[str, Meta(max_length=20)] = "#2451b3"
    """As `#rrggbb`; black or white words on it, whichever are easier to read."""
    position: Literal["right", "left"] = "right"
    locale: Literal["", "en", "es", "pt", "nl", "sv", "de", "fr", "ar"] = ""
    """Empty: the language of the page, else of the browser."""
    title: Annotated[str, Meta(max_length=40)] = ""
    """Beside the button's picture; empty: the picture alone."""
    welcome: Annotated[str, Meta(max_length=500)] = ""
    """Empty: a greeting in the visitor's language."""
    privacy_url: Link = ""
    terms_url: Link = ""
    """Both are shown before the first message."""
    shows_seen: bool = True
    """Whether visitors are told that the team has read what they wrote."""


class Question(Part, frozen=True):
    """What visitors often ask, and its answer; both are plain text."""

    question: Annotated[str, Meta(max_length=200)]
    answer: Annotated[str, Meta(max_length=2_000)]
    link: Link = ""
    """Where more is told."""
    enabled: bool = True


class WebChat(Part, frozen=True):
    """What the widget and its visitors get (77-81)."""

    enabled: bool = True
    """Off: no page shows the widget, and nobody starts a chat."""
    follow_up_email: FollowUpEmail = FollowUpEmail()
    reply_in_hours: Text = ""
    reply_out_of_hours: Text = ""
    allowed_origins: Annotated[tuple[Word, ...], Meta(max_length=20)] = ()
    """Sites that may show the chat, as `https://shop.example`; none named: all."""
    widget: Widget = Widget()
    faq: Annotated[tuple[Question, ...], Meta(max_length=50)] = ()
    """Shown in this order, before the welcome."""


class Autoresponder(Part, frozen=True):
    """The automatic answer to a text without a keyword (70-72, decision 18)."""

    mode: Literal["off", "all", "non_consented"] = "off"
    text: TextMessage = ""


class SubscribeKeyword(Part, frozen=True):
    """A word that subscribes whoever texts it; with double opt-in, once they confirm it by YES."""

    keyword: Annotated[str, Meta(max_length=40)]
    enabled: bool = True
    double_opt_in: bool = False
    text: TextMessage = ""
    """The answer to it; empty: `opt_in_text`, or the question whether they mean it."""


class Keywords(Part, frozen=True):
    """What whole messages mean (16, 18, decision 17)."""

    opt_out_match: Literal["exact", "contains"] = "exact"
    """Whether STOP and its like must be all of a text, or a word of it."""
    help_text: TextMessage = (
        "{{Organization prefix}}: for help write to {{email}}. Text STOP to end messages."
    )
    opt_in_text: TextMessage = (
        "{{Organization prefix}}: you are subscribed. Text HELP for help, STOP to end messages."
    )
    subscribe: Annotated[tuple[SubscribeKeyword, ...], Meta(max_length=500)] = ()


class Texting(Part, frozen=True):
    """What the channels that know keywords have in common."""

    autoresponder: Autoresponder = Autoresponder()
    keywords: Keywords = Keywords()
    notifies: bool = True
    """Whether a new text is told by mail (73)."""
    notify: Annotated[tuple[Word, ...], Meta(max_length=50)] = ()
    """To whom (decision 35); empty: to the assignee, else to who is online."""


class Sms(Texting, frozen=True):
    """Text messages (70-76)."""

    shorten_links: bool = True


class TemplateFollowUp(Part, frozen=True):
    """The approved template that invites a customer to write again."""

    enabled: bool = False
    template: Annotated[str, Meta(max_length=512)] = ""
    """As it is called at Meta; one without gaps."""
    language: Annotated[str, Meta(max_length=12)] = "en_US"


class WhatsApp(Texting, frozen=True):
    """WhatsApp (18)."""

    notifies: bool = False
    follow_up: TemplateFollowUp = TemplateFollowUp()


class Instagram(Part, frozen=True):
    """Instagram (17)."""

    human_agent: bool = True
    """Whether Meta lets the shop's app answer for seven days instead of one (decision 16)."""


class Attribution(Part, frozen=True):
    """How long a campaign or flow, and a click, count for what follows (119, decision 42)."""

    sms_window_hours: Annotated[int, Meta(ge=1, le=30 * 24)] = 24
    click_window_hours: Annotated[int, Meta(ge=1, le=30 * 24)] = 120


class Email(Part, frozen=True):
    """Mail (69, 79); the support addresses have routes of their own."""

    enabled: bool = True
    """Off: mail opens no ticket any more; what belongs to one that is there joins it still."""
    from_name: Annotated[str, Meta(max_length=100)] = ""
    """Empty: the account's name."""


class UnreadBadge(Part, frozen=True):
    """The count of unread tickets (36, 37)."""

    enabled: bool = True


class Profile(Part, frozen=True):
    """What agents see of a customer beside a ticket."""

    pinned_properties: Annotated[
        tuple[Annotated[str, Meta(min_length=1, max_length=60)], ...], Meta(max_length=5)
    ] = ()
    """Properties that stand first, in this order, for the whole team."""


class SecondOpinion(Part, frozen=True):
    """Asking a language model about messages that the product's own model is unsure of."""

    enabled: bool = False
    daily_limit: Annotated[int, Meta(ge=1, le=100_000)] = 500
    """So many messages a day, in UTC, are shown to it."""


class WeeklyEmail(Part, frozen=True):
    """The mail that sums up the week before, Mondays at eight in the account's time zone."""

    is_on: bool = False
    to: Annotated[tuple[Word, ...], Meta(max_length=50)] = ()
    """Agents, by id or mail address; nobody else gets it."""


class Reports(Part, frozen=True):
    """What tells the team how it is doing (113)."""

    weekly_email: WeeklyEmail = WeeklyEmail()


class Settings(Part, frozen=True):
    """All settings of an account."""

    round_robin: RoundRobin = RoundRobin()
    office_hours: OfficeHours = OfficeHours()
    office_hours_scope: Literal["all", "webchat"] = "all"
    auto_close: AutoClose = AutoClose()
    web_chat: WebChat = WebChat()
    organization_prefix: Annotated[str, Meta(max_length=60)] = ""
    """How automatic texts name the shop; empty: the account's name."""
    sms: Sms = Sms()
    whatsapp: WhatsApp = WhatsApp()
    instagram: Instagram = Instagram()
    attribution: Attribution = Attribution()
    email: Email = Email()
    unread_badge: UnreadBadge = UnreadBadge()
    profile: Profile = Profile()
    second_opinion: SecondOpinion = SecondOpinion()
    reports: Reports = Reports()
    reopen_window_days: Annotated[int, Meta(ge=1, le=3_650)] | None = None
    """After that many days a customer's message makes a new, linked ticket (decision 1)."""
    on_offline_assignee: Literal["keep", "unassign", "reroute"] = "keep"
    drain_backlog: bool = True

    @property
    def time_zone(self) -> str:
        """The account's time zone: one for hours, snoozes and reports."""
        return self.office_hours.time_zone

    @property
    def answers_late(self) -> Mapping[str, bool]:
        """Where agents may answer after the reply window, by channel."""
        return {"instagram": self.instagram.human_agent}

    @property
    def opens_tickets(self) -> Mapping[str, bool]:
        """Where messages may open tickets, by channel, as far as the account has a say."""
        return {"email": self.email.enabled}

    @property
    def texting(self) -> Mapping[str, Texting]:
        """The settings of the channels that know keywords, by channel."""
        return {"sms": self.sms, "whatsapp": self.whatsapp}
