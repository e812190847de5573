"""Inviting a customer to write again, by an approved template, when the time to answer is over."""

from chalicelib.accounts import storage as accounts
from chalicelib.channels.registry import capabilities
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Conflict
from chalicelib.routing.reopening import reassigned
from chalicelib.tickets import replying
from chalicelib.tickets.apply import Done, apply
from chalicelib.tickets.model import Author, Change, Ticket
from chalicelib.tickets.rules import speaking


def follow_up(desk: Desk, ticket_id: str, by: Author) -> Done:
    """Queue the template of the settings; a Conflict tells why it cannot be, or need not."""
    own, now = accounts.account(desk).settings.whatsapp.follow_up, desk.now()

    def decide(ticket: Ticket) -> Change:
        carries = capabilities(ticket.channel)
        if carries.templates and not own.enabled:
            raise Conflict("No follow-up template is set.", code="follow_up_off")
        if refusal := replying.of_template(desk, ticket):
            raise refusal.as_conflict()
        change = speaking.reply(
            ticket,
            by,
            f"[Template {own.template}]",
            now,
            capabilities=carries,
            template=f"{own.template} {own.language}",
        )
        return reassigned(desk, change, now)

    return apply(desk, ticket_id, decide)
