"""Something to be done at a service, a ticket to do it from, and the lines that stay in it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from chalicelib.channels.model import Inbound, Kind, Sender
from chalicelib.commerce.actions.act import act
from chalicelib.commerce.actions.model import Action, Plan
from chalicelib.core.desk import Desk
from chalicelib.messaging.receive import receive
from chalicelib.table import commerce_keys
from chalicelib.table.row import Row
from chalicelib.tickets import storage as tickets
from chalicelib.tickets.model import Event, Ticket
from tests.accounts.shop import Shop
from tests.commerce.orders import MAIL

SUBJECT = "order:1"


def a_ticket(shop: Shop, **facts: Any) -> Ticket:
    """Return the ticket of a mail that asks for something."""
    desk = shop.desk()
    known: dict[str, Any] = {
        "channel": Kind.email,
        "inbox": shop.account.slug,
        "provider_id": f"{desk.new_id('m')}@home.example",
        "sender": Sender(address=MAIL, name="Ann Lee", is_verified=True),
        "text": "One mug will do.",
    }
    found = receive(desk, Inbound(**{**known, **facts})).ticket
    assert found
    return found


def lines(shop: Shop, ticket_id: str) -> list[tuple[str, str, str]]:
    """Return what the ticket tells of the shop: what, of which action, and by whom."""
    _, entries = tickets.thread(shop.desk(), ticket_id)
    events = [e for e in entries if isinstance(e, Event) and e.name.value.endswith("at_shop")]
    return [(e.name.value, e.details["action_id"], e.author.name) for e in events]


@dataclass
class Outside:
    """A service that can do one thing; it counts how often it was asked to."""

    ticket: Ticket
    failure: Exception | None = None
    reached: bool | None = None
    asked: int = 0
    read: int = 0
    plan: dict[str, Any] = field(default_factory=dict[str, Any])

    def act(self, desk: Desk, **changed: Any) -> Action:
        """Have it done."""
        return act(desk, self.decide(**changed))

    def decide(self, **changed: Any) -> Callable[[], Plan]:
        """Return how it is decided what to do."""
        known = {
            "kind": "order_edit",
            "subject": SUBJECT,
            "name": "#1001",
            "ticket_id": self.ticket.id,
            "customer_id": self.ticket.customer.id,
            "wanted": "{}",
            "do": self.do,
        }
        return lambda: Plan(**{**known, **changed})

    def do(self) -> None:
        """Do it, or fail."""
        self.asked += 1
        if self.failure:
            raise self.failure

    def see(self, _desk: Desk, _action: Action) -> bool | None:
        """Tell whether it is done."""
        self.read += 1
        return self.reached


def due(shop: Shop, action: Action) -> bool:
    """Tell whether the sweep will look at it, some time."""
    row = Row.get(*commerce_keys.action(shop.account.id, action.id), consistent_read=True)
    assert (row.due_at is None) == (row.due_shard is None)
    return row.due_at is not None
