"""The words of a human elsewhere, put into our ticket and delivered over its channel."""

from contextlib import suppress

from chalicelib.channels.registry import capabilities
from chalicelib.channels.words import cleaned, one_line
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Duplicate, Invalid
from chalicelib.customer_agent.helpdesks import rules, unsent
from chalicelib.customer_agent.helpdesks.model import Line
from chalicelib.tickets import bodies, markers, policy, replying, storage
from chalicelib.tickets.apply import apply
from chalicelib.tickets.changes import Draft, change, resume
from chalicelib.tickets.marks import Seen
from chalicelib.tickets.model import EVERYONE, Author, AuthorType, Change, Message, Ticket
from chalicelib.tickets.rules import speaking


def receive(desk: Desk, our_ticket_id: str, line: Line, outside_message_id: str) -> None:
    """Queue them as an answer, in as many messages as the channel needs, each exactly once.

    What cannot be sent to the customer any more is a note that says why, before the own team.
    """
    channel = storage.load(desk, our_ticket_id, consistent=False).channel
    texts = rules.parts(cleaned(line.text), capabilities(channel).beginning)
    for number, text in enumerate(texts):
        provider_id = f"{outside_message_id}/{number}" if number else outside_message_id
        if markers.is_known(desk, channel, provider_id):
            continue
        with suppress(Duplicate):  # somebody was told at the same time, and was quicker
            _put(desk, our_ticket_id, one_line(line.name), text, provider_id=provider_id)


def _put(desk: Desk, ticket_id: str, name: str, text: str, *, provider_id: str) -> None:
    now, follows_up = desk.now(), policy.load(desk).follows_up
    by = Author(type=AuthorType.agent, name=name)

    def noted(ticket: Ticket, why: str) -> Change:
        words = f"{name} wrote this elsewhere; it was not sent: {why}\n\n{text}"
        draft = change(ticket, now).add_note(by, words)
        draft = _seen(draft, ticket, provider_id, draft.ticket.sequence)
        return unsent.shown(desk, draft).done()

    def decide(ticket: Ticket) -> Change:
        if refusal := replying.refusal(desk, ticket):
            return noted(ticket, refusal.detail)
        try:
            answered = speaking.reply(
                ticket, by, text, now,
                capabilities=capabilities(ticket.channel), follows_up=follows_up,
            )  # fmt: skip
        except Invalid as error:  # what comes after it must not wait for it for ever
            return noted(ticket, error.detail)
        [said] = (entry for entry in answered.entries if isinstance(entry, Message))
        draft = _seen(resume(answered, now), ticket, provider_id, said.sequence)
        # Who answered has no eyes here, and what they answered asks for nobody else's.
        return bodies.kept(desk, draft.set(read_by=frozenset({EVERYONE})).done())

    apply(desk, ticket_id, decide)


def _seen(draft: Draft, ticket: Ticket, provider_id: str, sequence: int) -> Draft:
    mark = Seen(channel=ticket.channel, provider_id=provider_id, sequence=sequence)
    return draft.mark(mark)
