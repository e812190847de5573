"""A visitor whom the Customer Agent cannot help is asked whether they want a human."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessible import broken
from tests.browser.conftest import Open, Provoke
from tests.browser.product import Running

pytestmark = pytest.mark.browser
RIDDLE = "Can my parrot wear the blue scarf?"
QUESTION = "Would you like to talk to a person?"
AVATAR = "https://cdn.example/robin.svg"
PIXEL = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'


@pytest.fixture
def chat(visit: Open, product: Running) -> Iterator[Page]:
    """Return the chat of a shop whose Customer Agent knows nothing."""
    _switch(product, is_on=True)
    yield visit(f"/chat?key={product.shop['public_key']}")
    _switch(product, is_on=False)


def _switch(product: Running, *, is_on: bool, avatar: str | None = None) -> None:
    wanted = {"is_on": is_on, "name": "Robin", "channels": {"chat": {"is_on": True}}}
    wanted["avatar_url"] = avatar
    product.ask("PATCH", "/v1/customer_agent", wanted)
    product.pass_time(seconds=6)  # so long others remember the account


def _say(page: Page, text: str) -> None:
    page.get_by_role("textbox", name="Message").fill(text)
    page.keyboard.press("Enter")


@pytest.mark.acceptance(126, 128, 135)
def test_yes_asks_for_an_address_and_sends_the_conversation_to_the_team(
    chat: Page, product: Running
) -> None:
    _say(chat, RIDDLE)
    choices = chat.get_by_role("group", name=QUESTION)
    expect(choices.get_by_role("button")).to_have_count(2)
    expect(chat.get_by_role("status").filter(has_text=QUESTION)).to_have_count(1)
    found = broken(chat)
    chat.reload()
    other = chat.context.new_page()
    other.goto(chat.url)
    expect(other.get_by_role("button", name="Yes, connect me with an agent")).to_be_visible()
    chat.bring_to_front()
    choices.get_by_role("button", name="Yes, connect me with an agent").press("Enter")
    email = chat.get_by_role("textbox", name="Email")
    expect(email).to_be_focused()
    expect(chat.get_by_role("status").filter(has_text=QUESTION)).to_have_count(0)
    found += broken(chat)
    email.fill("nothing")
    email.press("Enter")
    expect(chat.get_by_text("This is no email address.")).to_be_visible()
    email.fill("parrot@example.com")
    email.press("Enter")

    expect(chat.get_by_role("log")).to_contain_text("Your conversation was sent to our team.")
    expect(chat.get_by_role("button", name="Yes, connect me with an agent")).to_have_count(0)
    expect(other.get_by_role("button", name="Yes, connect me with an agent")).to_have_count(0)
    expect(chat.get_by_role("textbox", name="Message")).to_be_focused()
    assert found == []
    assert product.ticket(RIDDLE)["customer"]["email"] == "parrot@example.com"


@pytest.mark.acceptance(126)
def test_no_goes_on_with_the_machine(chat: Page) -> None:
    _say(chat, RIDDLE)
    chat.get_by_role("button", name="No, thanks").click()

    expect(chat.get_by_role("group", name="talk to a person")).to_have_count(0)
    expect(chat.get_by_role("textbox", name="Message")).to_be_focused()


@pytest.mark.acceptance(128)
@pytest.mark.parametrize("is_there", [True, False])
def test_its_face_and_its_name_stand_beside_its_words(
    chat: Page, product: Running, provokes: Provoke, *, is_there: bool
) -> None:
    _switch(product, is_on=True, avatar=AVATAR)
    body = PIXEL if is_there else ""
    provokes(AVATAR)
    chat.route(AVATAR, lambda asked: asked.fulfill(body=body, content_type="image/svg+xml"))
    chat.reload()
    _say(chat, RIDDLE)
    log, question = chat.get_by_role("log"), chat.locator(".handoff")
    expect(question).to_contain_text("Robin")
    found = broken(chat)
    question.get_by_role("button", name="Yes, connect me with an agent").click()
    chat.get_by_role("textbox", name="Email").fill("parrot@example.com")
    chat.keyboard.press("Enter")
    sent = log.get_by_role("listitem").filter(has_text="was sent to our team")

    expect(sent).to_contain_text("Robin")
    expect(log).not_to_contain_text("Deskhand")
    expect(sent.locator("img.face")).to_have_count(1 if is_there else 0)
    expect(sent.locator("span.face")).to_have_count(0 if is_there else 1)
    assert found == []
