"""What is done at a shop from a ticket: written down, asked for, told; and looked after."""

from bench.registry import Action as Measured
from bench.registry import operation
from bench.shop import Shop, shop
from bench.stage import Stage
from chalicelib.commerce.actions import rules, settle
from chalicelib.commerce.actions.act import act
from chalicelib.commerce.actions.model import Action, Plan
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Uncertain
from chalicelib.tickets.model import Ticket

KIND = "order_edit"


def _plan(ticket: Ticket, *, is_lost: bool = False) -> Plan:
    def do() -> None:
        if is_lost:
            raise Uncertain("Lost.")

    return Plan(
        kind=KIND,
        subject="order:1",
        name="#1001",
        ticket_id=ticket.id,
        customer_id=ticket.customer.id,
        wanted='{"lines": {"1": 1}}',
        before='{"lines": {"1": 2}}',
        told={"changes": '[{"title": "A mug", "from": "2", "to": "1"}]'},
        do=do,
    )


@operation("an action is done at a shop", requests=3, read=1, write=18)
def done(stage: Stage) -> Measured:
    """Write down what is wanted and that nothing else may be; then what became of it, and a line.

    The shop itself is asked in between.
    """
    open_shop = shop(stage)
    ticket = open_shop.ticket()
    return lambda: act(open_shop.desk(), lambda: _plan(ticket))


def _lost(stage: Stage) -> tuple[Shop, Action]:
    open_shop = shop(stage)
    ticket = open_shop.ticket()
    return open_shop, act(open_shop.desk(), lambda: _plan(ticket, is_lost=True))


@operation("an action falls due", requests=2, read=0, write=3)
def fallen_due(stage: Stage) -> Measured:
    """Push it ahead, and order a look."""
    open_shop, action = _lost(stage)
    stage.now += rules.LEASE
    return lambda: settle.come_due(open_shop.desk(), action.id)


@operation("a look at an action finds it done", requests=3, read=3, write=12)
def seen(stage: Stage) -> Measured:
    """Read it, and write that, with a line in the ticket."""
    open_shop, action = _lost(stage)

    def is_done(_desk: Desk, _action: Action) -> bool:
        return True

    return lambda: settle.settle(open_shop.desk(), action.id, {KIND: is_done})
