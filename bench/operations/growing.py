"""An agent's minute and a customer's, among more and more tickets of the same shop."""

from bench import fill
from bench.registry import Action, growth
from bench.shop import WORDS, shop
from bench.stage import Stage
from chalicelib import jobs
from chalicelib.messaging.receive import receive

SIZES = (1_000, 10_000)
TICKET = "/v1/tickets/{ticket_id}"


@growth("all of it, however many tickets", sizes=SIZES)
def everything(stage: Stage, size: int) -> Action:
    """Receive, list, open, answer, close, fold, sweep, ask for badge and feed."""
    open_shop = shop(stage)
    fill.write(fill.tickets(open_shop, size))
    ticket = open_shop.ticket()
    stage.fold()
    api = open_shop.api()
    reached = api.json("GET", "/v1/feed")["sequence"]

    def act() -> None:
        receive(open_shop.desk(), open_shop.mail("bea@customer.example"))
        receive(open_shop.desk(), open_shop.answer(ticket.id))
        for view in ("all", "mine", "unassigned", "spam"):
            api.call("GET", "/v1/tickets", view=view)
        api.call("GET", f"{TICKET}/messages", ticket_id=ticket.id)
        api.call("POST", f"{TICKET}/replies", {"text": WORDS}, ticket_id=ticket.id)
        api.call("POST", f"{TICKET}/close", ticket_id=ticket.id)
        stage.fold()
        api.call("GET", "/v1/badge")
        api.call("GET", "/v1/feed", after=str(reached))
        jobs.sweep()

    return act
