"""Mail in: the busiest path."""

from bench.registry import Action, operation
from bench.shop import shop
from bench.stage import Stage
from chalicelib.messaging.receive import receive


@operation("a first mail becomes a ticket", requests=5, read=1, write=16)
def first_mail(stage: Stage) -> Action:
    """Let a stranger write, where the account, its teams and its lessons are known."""
    open_shop = shop(stage)
    open_shop.ticket(sender="zoe@customer.example")
    mail = open_shop.mail()
    return lambda: receive(open_shop.desk(), mail)


@operation("a first mail in a process that knows nothing", requests=7, read=3.5, write=16)
def first_of_all(stage: Stage) -> Action:
    """Read the account, its teams and what it has taught, which are remembered for seconds."""
    open_shop = shop(stage)
    mail = open_shop.mail()
    return lambda: receive(open_shop.desk(), mail)


@operation("a customer's second ticket", requests=4, read=1.5, write=13)
def second_ticket(stage: Stage) -> Action:
    """Let somebody write who is known."""
    open_shop = shop(stage)
    open_shop.ticket()
    mail = open_shop.mail()
    return lambda: receive(open_shop.desk(), mail)


@operation("an answer by mail arrives", requests=3, read=1, write=10)
def answer_arrives(stage: Stage) -> Action:
    """Let the customer answer to the signed address."""
    open_shop = shop(stage)
    answer = open_shop.answer(open_shop.ticket().id)
    return lambda: receive(open_shop.desk(), answer)


@operation("the same answer comes again", requests=2, read=0.5, write=6)
def answer_again(stage: Stage) -> Action:
    """Let the provider deliver twice: nothing but one refused transaction."""
    open_shop = shop(stage)
    answer = open_shop.answer(open_shop.ticket().id)
    receive(open_shop.desk(), answer)
    return lambda: receive(open_shop.desk(), answer)


@operation("an answer names earlier mail only", requests=3, read=1, write=10)
def answer_by_ids(stage: Stage) -> Action:
    """Let the customer answer from a program that forgot the signed address: one look-up more."""
    open_shop = shop(stage)
    first = open_shop.mail()
    receive(open_shop.desk(), first)
    answer = open_shop.mail(answers=first.provider_id)
    return lambda: receive(open_shop.desk(), answer)
