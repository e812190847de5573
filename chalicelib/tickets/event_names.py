"""The names of what happens to a ticket besides messages and notes."""

from enum import StrEnum


class EventName(StrEnum):
    """What can happen to a ticket besides messages and notes."""

    assigned = "assigned"
    unassigned = "unassigned"
    snoozed = "snoozed"
    woke = "woke"
    closed = "closed"
    reopened = "reopened"
    tagged = "tagged"
    untagged = "untagged"
    marked_spam = "marked_spam"
    marked_not_spam = "marked_not_spam"
    ended = "ended"
    withdrawn = "withdrawn"
    """In the place of a message that was taken back before it left."""
    done_at_shop = "done_at_shop"
    unknown_at_shop = "unknown_at_shop"
    """Asked for, and the answer was lost."""
    not_done_at_shop = "not_done_at_shop"
    """It turned out that what was asked for never took effect."""
    offered_handoff = "offered_handoff"
    """The Customer Agent asked whether the visitor wants a human."""
    accepted_handoff = "accepted_handoff"
    declined_handoff = "declined_handoff"
    handed_off = "handed_off"
    other = "other"
    """What newer code lets happen; no code writes it."""

    @classmethod
    def _missing_(cls, value: object) -> "EventName":
        return cls.other
