"""What each finding says: how it is, and what to do about it, in the facts' own names."""

from collections.abc import Mapping
from typing import Any

from chalicelib.setup.model import Name

TITLES: Mapping[Name, str] = {
    Name.forwarding: "Get your mail here",
    Name.sender: "Answer from your own address",
    Name.widget: "Put the chat on your site",
    Name.channels: "Connect texts and messages",
    Name.hours: "Set office hours",
    Name.people: "Invite your team",
    Name.shop: "Connect your shop",
    Name.answer: "Answer a first ticket",
}

PAGES: Mapping[Name, str] = {
    Name.forwarding: "email",
    Name.sender: "email",
    Name.widget: "chat",
    Name.channels: "sms",
    Name.hours: "hours",
    Name.people: "people",
    Name.shop: "shop",
    Name.answer: "",
}
"""The settings' page of each; empty: the inbox."""

_WORDS: Mapping[str, tuple[str, str]] = {
    # Forwarding.
    "mail_off": (
        "Mail opens no tickets: that is switched off.",
        "Switch it on under Settings, Email.",
    ),
    "no_address": (
        "No support address is known yet.",
        "Add the address that your customers write to.",
    ),
    "not_tested": (
        "{address} was not tested yet.",
        "Forward its mail to {forward_to} at your mail provider, then send a test.",
    ),
    "test_out": (
        "A test mail went to {address}; we wait for it to come back.",
        "This takes a minute or two. You can leave this page.",
    ),
    "question": (
        "Your mail provider asks whether {address} may be forwarded here.",
        (
            "The question has come as a ticket: open its link, or enter its code there, and send "
            "another test."
        ),
    ),
    "void_test": (
        "A test mail came back, but it was too old or made for another account.",
        "Send a new test.",
    ),
    "other_mail": (
        "Mail came from {from}, written to {to}, but the test to {address} did not.",
        (
            "Forward {address} itself, and all of its mail: a rule for some mail, or the spam "
            "folder there, can keep the test back. Then send another test."
        ),
    ),
    "nothing_came": (
        "Nothing came in 30 minutes after the test to {address}.",
        (
            "See at your mail provider whether {address} takes mail and forwards it to "
            "{forward_to}, and look into its spam folder. Then send another test."
        ),
    ),
    "forwarded": ("Mail to {address} becomes tickets.", ""),
    # The sender.
    "no_sender_yet": (
        "Answers come from {sender}.",
        "Prove your support address first: then answers can come from it.",
    ),
    "public_provider": (
        "Answers come from {sender}: nobody but {domain} may send from {domain}.",
        "Use an address on a domain of your own, so that fewer answers end up as spam.",
    ),
    "sender_unknown": (
        "Answers come from {sender}: the mail service does not know {domain}.",
        (
            "Ask whoever runs this installation to add {domain} to Amazon SES. The records to "
            "publish are shown here then."
        ),
    ),
    "sender_pending": (
        "The mail service looks for the records of {domain}.",
        "Publish these records where {domain} is managed. It can take hours until they are seen.",
    ),
    "sender_failed": (
        "The mail service did not find the records of {domain} and gave up.",
        (
            "Compare each record with what is published, and ask whoever runs this installation to "
            "start again at Amazon SES."
        ),
    ),
    "sender_untold": (
        "The mail service does not tell about {domain} at the moment.",
        "Look again in a minute.",
    ),
    "sends": ("Answers come from {sender}.", ""),
    # The chat.
    "chat_off": (
        "The chat is switched off.",
        "Switch it on under Settings, Web chat, or skip this step.",
    ),
    "not_seen": (
        "The chat was not seen on any site yet.",
        "Put this line on every page of your site, then open one of them.",
    ),
    "not_seen_lately": (
        "{site} showed the chat last on {day}.",
        "See whether the line is still on your pages, and open one of them.",
    ),
    "not_admitted": (
        "{site} showed the chat, but it is no longer among the sites that may.",
        "Add it to the sites under Settings, Web chat.",
    ),
    "seen": ("{site} shows the chat.", ""),
    # Numbers and pages.
    "nothing_connected": (
        "No number or page is connected.",
        (
            "Connect SMS, WhatsApp or Instagram, or skip this step. A branded sender ID cannot be "
            "used: it cannot receive texts."
        ),
    ),
    "token_ended": (
        "The access token of {name} has ended.",
        "Enter a new one on its settings page.",
    ),
    "refused": (
        "{name} does not work: {fault}",
        "Mend this at the provider, or enter new credentials on its settings page.",
    ),
    "connected": ("{names} works.", ""),
    # Hours, people, shop, first answer.
    "always_open": (
        "No hours are set, so you count as always there.",
        "Say when your team is there, or skip this step if it always is.",
    ),
    "open_now": ("You are open now: in {time_zone} it is {clock}.", ""),
    "closed_now": ("You are closed now: in {time_zone} it is {clock}. You open at {opens}.", ""),
    "never_open": (
        "Your hours have no opening within a year, so every customer is told that you are away.",
        "Say when your team is there.",
    ),
    "alone": (
        "Nobody but you is in the team.",
        "Invite whoever answers your customers, or skip this step.",
    ),
    "invitations_leave": ("The invitation is on its way.", "Look again in a minute."),
    "nobody_came": (
        "{count} invited, nobody has signed in yet.",
        "They sign in with their mail address; it is in the invitation.",
    ),
    "team": ("{count} of your team have signed in.", ""),
    "no_shop": (
        "No shop is connected.",
        "Connect it to see orders beside each ticket, or skip this step.",
    ),
    "shop_closed": (
        "{domain} does not let us in any more.",
        "Connect it again.",
    ),
    "shop_fault": (
        "{domain} does not answer as it should: {fault}",
        "Mend this in your shop, or connect it again.",
    ),
    "shop_connected": ("{domain} is connected.", ""),
    "no_ticket": (
        "No customer has written yet.",
        "Write a mail to your support address, or try the chat as a shopper.",
    ),
    "not_answered": (
        "Tickets are there, and none was answered yet.",
        "Open one in the inbox and answer it.",
    ),
    "answered": ("You have answered a customer.", ""),
}


def of(reason: str, facts: Mapping[str, Any]) -> tuple[str, str]:
    """Return how it is, and what to do; the second is empty where nothing is.

    >>> of("shop_connected", {"domain": "mugs.example"})
    ('mugs.example is connected.', '')
    """
    detail, to_do = _WORDS[reason]
    return detail.format_map(facts), to_do.format_map(facts)


REASONS = frozenset(_WORDS)
