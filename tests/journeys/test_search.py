"""A team finds what a customer once wrote."""

from urllib.parse import quote

from tests.journeys.shop import Agent, Shop

LONG = "I have been content with you for many years. " * 6


def numbers(agent: Agent, question: str) -> list[int]:
    return [each["number"] for each in agent.get(f"/v1/search?q={quote(question)}")["data"]]


def test_a_ticket_is_found_by_all_that_is_known_of_it(shop: Shop, agent: Agent) -> None:
    ticket = shop.first_mail("ann", text=f"{LONG} Order MUG-5512 has a chipped rim.")
    shop.first_mail("ben", text=f"{LONG} Order MUG-5513 is fine.")
    agent.do(ticket["id"], "replies", text="A new one is on its way by Zippelfix.")
    agent.do(ticket["id"], "close")
    questions = (
        f"#{ticket['number']}",
        shop.address("ann"),
        "5512",
        "MUG-5512",
        "chipped",
        "zippel",
    )

    assert [numbers(agent, each) for each in questions] == [[ticket["number"]]] * len(questions)


def test_what_was_said_last_is_found_at_once_and_says_where(shop: Shop, agent: Agent) -> None:
    ticket = shop.first_mail("ann", text=f"{LONG} The saucer is chipped.")

    [found] = agent.get("/v1/search?q=saucer")["data"]

    assert (found["id"], found["match"]["field"]) == (ticket["id"], "message")
    assert found["match"]["excerpt"].endswith("The saucer is chipped.")


def test_spam_is_last_and_says_so(shop: Shop, agent: Agent) -> None:
    good, bad = (shop.first_mail(name, text="A saucer?")["id"] for name in ("ann", "ben"))
    agent.do(bad, "spam")

    found = agent.get("/v1/search?q=saucer")["data"]

    assert [(each["id"], each["is_spam"]) for each in found] == [(good, False), (bad, True)]


def test_another_shop_finds_nothing_of_it(shop: Shop, other: Shop) -> None:
    ticket = shop.first_mail("ann", text=f"{LONG} The saucer is chipped.")
    questions = (str(ticket["number"]), shop.address("ann"), "saucer", "ann", ticket["id"])

    assert [numbers(other.owner, each) for each in questions] == [[]] * len(questions)
