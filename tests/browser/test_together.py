"""Several people at one ticket: each sees who else is there, and who types."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Request, expect

from tests.browser.conftest import Open, Provoke
from tests.browser.product import Running

pytestmark = pytest.mark.browser
HIDDEN = "Object.defineProperty(document, 'hidden', { get: () => true })"
At = Callable[[str, str], Page]


@pytest.fixture
def at(visit: Open, product: Running) -> At:
    """Return how somebody opens a ticket: `at("owner", ticket_id)`."""

    def opened(role: str, ticket: str) -> Page:
        session = product.agent(role)["api_key"]
        page = visit(f"/console#/all/open/{ticket}", session=session)
        expect(_reply(page)).to_be_visible()
        return page

    return opened


def _ticket(product: Running, subject: str) -> str:
    product.mail(subject, "Hello", sender="kim@mail.example")
    return str(product.ticket(subject)["id"])


def _line(page: Page, product: Running, role: str, does: str) -> Locator:
    name = product.ask("GET", f"/v1/agents/{product.agent(role)['id']}")["name"]
    return page.get_by_role("main").get_by_role("status").filter(has_text=f"{name} is {does}")


def _reply(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Reply")


def _tells(ticket: str, typing: str) -> Callable[[Request], bool]:
    """Return what knows a look for news that tells of somebody in a ticket."""
    return lambda request: f"ticket={ticket}&typing={typing}" in request.url


def test_two_agents_see_each_other_read_and_type(at: At, product: Running) -> None:
    ticket = _ticket(product, "both-here")
    mine, theirs = at("owner", ticket), at("support", ticket)
    expect(_line(mine, product, "support", "reading")).to_be_visible()
    expect(_line(theirs, product, "owner", "reading")).to_be_visible()

    _reply(theirs).press_sequentially("I have a look")
    expect(_line(mine, product, "support", "typing…")).to_be_visible()

    expect(_line(mine, product, "support", "reading")).to_be_visible()


def test_who_wrote_while_a_colleague_answered_is_asked_first(
    at: At, product: Running, provokes: Provoke
) -> None:
    provokes("409 .*/replies")
    ticket = _ticket(product, "both-answer")
    mine, theirs = at("owner", ticket), at("support", ticket)
    _reply(mine).fill("It ships tomorrow.")
    _reply(theirs).fill("It shipped today.")
    theirs.keyboard.press("Control+Enter")
    expect(mine.get_by_role("article").filter(has_text="It shipped today.")).to_be_visible()

    _reply(mine).press("Control+Enter")
    mine.get_by_role("button", name="Send anyway").click()

    expect(mine.get_by_role("article").filter(has_text="It ships tomorrow.")).to_be_visible()
    expect(mine.get_by_role("button", name="Send anyway")).to_be_hidden()


def test_who_sends_or_goes_on_types_no_longer(at: At, product: Running) -> None:
    first, second = _ticket(product, "typed-in"), _ticket(product, "went-on-to")
    page = at("owner", first)
    with page.expect_request(_tells(first, "true")):
        _reply(page).press_sequentially("Sent.")
    with page.expect_request(_tells(first, "false")):
        page.keyboard.press("Control+Enter")

    with page.expect_request(_tells(first, "true")):
        _reply(page).press_sequentially("Left")
    with (
        page.expect_request(_tells(first, "false")),
        page.expect_request(_tells(second, "false")),
    ):
        page.goto(f"{product.base_url}/console#/all/open/{second}")


def test_a_note_in_the_making_is_nobodys_business(at: At, product: Running) -> None:
    ticket = _ticket(product, "noted-here")
    page = at("owner", ticket)
    told: list[str] = []
    page.on("request", lambda request: told.append(request.url))
    page.get_by_role("radio", name="Private note").check()
    with page.expect_request(_tells(ticket, "false")):
        page.get_by_role("textbox", name="Private note").press_sequentially("A tiresome one")

    assert not [url for url in told if "typing=true" in url]


def test_of_several_tabs_the_one_in_front_tells_where_its_reader_is(
    at: At, product: Running
) -> None:
    behind, front = _ticket(product, "tab-behind"), _ticket(product, "tab-in-front")
    first = at("owner", behind)
    second = first.context.new_page()
    told: list[str] = []
    second.goto(f"{product.base_url}/console#/all/open/{front}")
    with second.expect_request(_tells(front, "false")):
        pass
    first.context.on("request", lambda request: told.append(request.url))
    other = at("support", front)
    expect(_line(second, product, "support", "reading")).to_be_visible()

    expect(_line(other, product, "owner", "reading")).to_be_visible()
    expect(_line(first, product, "support", "reading")).to_have_count(0)
    assert not [url for url in told if f"ticket={behind}" in url]


def test_a_tab_that_nobody_sees_tells_of_no_ticket(visit: Open, product: Running) -> None:
    ticket = _ticket(product, "out-of-sight")
    page = visit("/console", session=product.agent("owner")["api_key"], script=HIDDEN)
    expect(page.get_by_role("heading", name="All tickets")).to_be_visible()
    with page.expect_request("**/v1/feed*") as look:
        page.goto(f"{product.base_url}/console#/all/open/{ticket}")
        expect(_reply(page)).to_be_visible()

    assert "ticket=" not in look.value.url


def test_agent_and_visitor_see_each_other_type(visit: Open, at: At, product: Running) -> None:
    chat = visit(f"/chat?key={product.shop['public_key']}")
    text = chat.get_by_role("textbox", name="Message")
    text.fill("Is somebody there?")
    chat.keyboard.press("Enter")
    expect(chat.get_by_role("listitem").filter(has_text="somebody")).to_contain_text("Sent")
    page = at("owner", product.ticket("Is somebody there?")["id"])

    text.press_sequentially("Or not")
    asking = page.get_by_role("main").get_by_role("status").filter(has_text="A visitor is typing…")
    expect(asking).to_be_visible()
    _reply(page).press_sequentially("I am here")

    expect(chat.get_by_text("The team is writing…")).to_be_visible()
    expect(asking).to_have_count(0)
