"""A ticket's head as its thread tells it: what the events add up to."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from chalicelib.tickets.event_names import EventName
from chalicelib.tickets.model import Entry, Event, Status, Ticket

_STATUS = {
    EventName.closed: Status.closed,
    EventName.reopened: Status.open,
    EventName.woke: Status.open,
    EventName.snoozed: Status.snoozed,
}
_FROM = {
    EventName.closed: {Status.open, Status.snoozed},
    EventName.reopened: {Status.closed},
    EventName.woke: {Status.snoozed},
    EventName.snoozed: {Status.open, Status.snoozed},
}


@dataclass(slots=True)
class Story:
    """What is known of the ticket after some of its entries."""

    status: Status = Status.open
    assignee_id: str | None = None
    tags: set[str] = field(default_factory=set[str])
    is_spam: bool = False
    is_ended: bool = False
    faults: list[str] = field(default_factory=list[str])


def broken_threads(ticket: Ticket, entries: list[Entry]) -> Iterator[str]:
    """Return where head and thread differ, and events that could not have followed each other."""
    events = [entry for entry in entries if isinstance(entry, Event)]
    story = _opening(ticket, events)
    for event in events:
        _tell(story, event)
    yield from (f"{ticket.id} {fault}" for fault in story.faults)
    head = {
        "status": ticket.status,
        "assignee_id": ticket.assignee_id,
        "tags": {tag.name for tag in ticket.tags},
        "is_spam": ticket.is_spam,
        "is_ended": ticket.is_ended,
    }
    for name, value in head.items():
        if getattr(story, name) != value:
            yield f"{ticket.id} {name} is {value}, its thread says {getattr(story, name)}"


def _opening(ticket: Ticket, events: list[Event]) -> Story:
    """Return what was decided before the ticket was: facts of the head; events undo them."""
    hands = [e for e in events if e.name in (EventName.assigned, EventName.unassigned)]
    assignee_id = ticket.assignee_id if ticket.assigned_by in ("round_robin", "team") else None
    if hands:
        is_taken = hands[0].name is EventName.unassigned
        assignee_id = hands[0].details.get("agent_id" if is_taken else "taken_from")
    named = {name: e for e in reversed(events) for name in e.details.get("tags", "").split(", ")}
    tags = {name for name, event in named.items() if event.name is EventName.untagged}
    tags |= {tag.name for tag in ticket.tags if tag.source == "auto" and tag.name not in named}
    judged = [e for e in events if e.name in (EventName.marked_spam, EventName.marked_not_spam)]
    is_spam = judged[0].name is EventName.marked_not_spam if judged else ticket.is_spam
    return Story(assignee_id=assignee_id, tags=tags, is_spam=is_spam)


def _tell(story: Story, event: Event) -> None:
    match event.name:
        case EventName.closed | EventName.reopened | EventName.woke | EventName.snoozed:
            if story.status not in _FROM[event.name]:
                story.faults.append(f"{event.name} while {story.status}")
            story.status = _STATUS[event.name]
        case EventName.assigned | EventName.unassigned:
            _hand_over(story, event)
        case EventName.tagged | EventName.untagged:
            _tag(story, event)
        case EventName.marked_spam | EventName.marked_not_spam:
            _once(story, "is_spam", event, is_so=event.name is EventName.marked_spam)
        case EventName.ended:
            _once(story, "is_ended", event, is_so=True)


def _hand_over(story: Story, event: Event) -> None:
    agent_id, before = event.details.get("agent_id"), story.assignee_id
    if event.name is EventName.unassigned:
        if agent_id != before:
            story.faults.append(f"taken from {agent_id}, was {before}'s")
        story.assignee_id = None
        return
    if agent_id == before or event.details.get("taken_from", before) != before:
        story.faults.append(f"given to {agent_id} by {dict(event.details)}, was {before}'s")
    story.assignee_id = agent_id


def _tag(story: Story, event: Event) -> None:
    for name in event.details["tags"].split(", "):
        if (event.name is EventName.tagged) == (name in story.tags):
            story.faults.append(f"{event.name} {name} twice")
        story.tags ^= {name}


def _once(story: Story, name: str, event: Event, *, is_so: bool) -> None:
    if getattr(story, name) is is_so:
        story.faults.append(f"{event.name} twice")
    setattr(story, name, is_so)
