"""A visitor's chat, and the team at its other end."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Open, Provoke
from tests.browser.product import Running

pytestmark = pytest.mark.browser


@pytest.fixture
def chat(visit: Open, product: Running) -> Page:
    """Return the chat page of the first account."""
    return visit(f"/chat?key={product.shop['public_key']}")


def _say(page: Page, text: str) -> None:
    page.get_by_role("textbox", name="Message").fill(text)
    page.keyboard.press("Enter")


def _choose(page: Page, name: str) -> None:
    page.get_by_role("button", name="More").click()
    page.get_by_role("button", name=name).click()


def _arrived(page: Page, text: str) -> None:
    expect(page.get_by_role("listitem").filter(has_text=text)).not_to_contain_text("Sending")


@pytest.mark.acceptance(12, 14)
def test_a_visitor_writes_and_is_answered(chat: Page, product: Running) -> None:
    expect(chat.get_by_role("heading", name=f"Chat with {product.shop['name']}")).to_be_visible()
    _say(chat, "Is the fern still there?")
    _arrived(chat, "Is the fern still there?")
    ticket = product.ticket("Is the fern still there?")
    product.ask("POST", f"/v1/tickets/{ticket['id']}/replies", {"text": "It is."})

    expect(chat.get_by_role("log")).to_contain_text("It is.")
    assert ticket["channel"] == "webchat"


@pytest.mark.acceptance(87)
def test_no_note_reaches_a_visitor(chat: Page, product: Running) -> None:
    _say(chat, "Anybody there?")
    _arrived(chat, "Anybody there?")
    path = f"/v1/tickets/{product.ticket('Anybody there?')['id']}"
    product.ask("POST", f"{path}/notes", {"text": "A tiresome one."})
    product.ask("POST", f"{path}/replies", {"text": "Hello!"})

    expect(chat.get_by_role("log")).to_contain_text("Hello!")
    expect(chat.get_by_role("log")).not_to_contain_text("tiresome")


@pytest.mark.acceptance(19, 20)
def test_after_the_end_comes_a_new_ticket(chat: Page, product: Running) -> None:
    _say(chat, "First matter")
    _arrived(chat, "First matter")
    _choose(chat, "End chat")
    chat.get_by_role("dialog", name="End this chat?").get_by_role("button", name="End chat").click()
    expect(chat.get_by_text("This chat has ended.")).to_be_visible()

    _say(chat, "Second matter")
    _arrived(chat, "Second matter")

    first, second = product.ticket("First matter"), product.ticket("Second matter")
    assert first["id"] != second["id"]
    product.ask("POST", f"/v1/tickets/{second['id']}/replies", {"text": "Go on."})
    expect(chat.get_by_role("log")).to_contain_text("Go on.")


def test_an_end_is_confirmed_first(chat: Page) -> None:
    _say(chat, "I press the wrong thing")
    _arrived(chat, "I press the wrong thing")
    _choose(chat, "End chat")
    question = chat.get_by_role("dialog", name="End this chat?")
    question.get_by_role("button", name="Keep chatting").click()

    expect(question).to_be_hidden()
    expect(chat.get_by_role("log")).not_to_contain_text("This chat has ended.")


def test_a_visitor_takes_along_what_was_said(chat: Page, product: Running) -> None:
    _say(chat, "Keep this for me")
    _arrived(chat, "Keep this for me")
    ticket = product.ticket("Keep this for me")["id"]
    file = product.upload("bill.pdf", "application/pdf", b"%PDF")
    answer = {"text": "With pleasure.\nHere.", "attachment_ids": [file]}
    product.ask("POST", f"/v1/tickets/{ticket}/replies", answer)
    expect(chat.get_by_role("log")).to_contain_text("With pleasure.")
    with chat.expect_download() as download:
        _choose(chat, "Download chat")

    lines = download.value.path().read_text().splitlines()
    assert lines[0] == f"Chat with {product.shop['name']}"
    assert [line for line in lines[1:] if line and "20" not in line] == [
        "Keep this for me", "With pleasure.", "Here.", "[bill.pdf]",
    ]  # fmt: skip


def test_a_visitor_comes_back_to_the_conversation(chat: Page, product: Running) -> None:
    _say(chat, "I come back later")
    _arrived(chat, "I come back later")

    chat.reload()

    expect(chat.get_by_role("log")).to_contain_text("I come back later")


def test_a_device_forgets(chat: Page, product: Running) -> None:
    _say(chat, "Not my telephone")
    _arrived(chat, "Not my telephone")

    _choose(chat, "Forget me")

    expect(chat.get_by_role("log")).not_to_contain_text("Not my telephone")
    chat.reload()
    expect(chat.get_by_role("log")).to_contain_text("How can we help?")


def test_an_answer_that_was_under_way_brings_nothing_back(chat: Page) -> None:
    _say(chat, "Forget even this")
    _arrived(chat, "Forget even this")
    held: list[Route] = []
    chat.route("**/v1/chat/messages?*", lambda route: held.append(route))
    with chat.expect_request("**/v1/chat/messages?*"):
        pass
    _choose(chat, "Forget me")
    expect(chat.get_by_role("log")).not_to_contain_text("Forget even this")
    message = {"id": "msg_1", "sequence": 1, "direction": "inbound", "author": {}}
    message |= {"text": "Forget even this", "created_at": "2026-01-01T00:00:00Z"}
    news = {"data": [message], "conversation": "tkt_1", "sequence": 1, "seen": 0, "is_seen": False}
    assert held
    for route in held:
        route.fulfill(json={**news, "is_ended": False, "office": {"is_open": True}})

    chat.wait_for_timeout(300)
    expect(chat.get_by_role("log")).not_to_contain_text("Forget even this")
    assert chat.evaluate("localStorage.length") == 0


def test_a_device_keeps_nothing_before_the_first_word(chat: Page) -> None:
    expect(chat.get_by_text("We are here.")).to_be_visible()

    assert chat.evaluate("localStorage.length + document.cookie.length") == 0


def test_a_visitor_is_asked_where_to_answer_once_there_is_something(
    chat: Page, product: Running
) -> None:
    expect(chat.get_by_label("Email")).to_be_hidden()
    _say(chat, "Do you have ferns?")
    _arrived(chat, "Do you have ferns?")
    chat.get_by_label("Email").fill("not an address")
    chat.keyboard.press("Enter")
    expect(chat.get_by_text("This is no email address.")).to_be_visible()
    chat.get_by_label("Email").fill("tess@mail.example")
    chat.get_by_role("button", name="Save").click()

    expect(chat.get_by_label("Email")).to_be_hidden()
    expect(chat.get_by_text("If you leave, we answer to tess@mail.example.")).to_be_visible()
    assert product.ticket("Do you have ferns?")["customer"]["email"] == "tess@mail.example"


def test_the_team_is_warned_of_a_typed_address_and_of_nothing_before(
    chat: Page, console: Page, product: Running
) -> None:
    warning = console.get_by_text("Not signed in to the shop")
    _say(chat, "Who am I?")
    _arrived(chat, "Who am I?")
    console.get_by_role("link", name="Who am I?").click()
    expect(console.get_by_role("article").filter(has_text="Who am I?")).to_be_visible()
    expect(warning).to_be_hidden()
    chat.get_by_label("Email").fill("somebody@mail.example")
    chat.get_by_role("button", name="Save").click()

    expect(warning).to_be_visible()


def test_a_visitor_sees_what_the_team_has_read(chat: Page, product: Running) -> None:
    _say(chat, "Have you seen this?")
    written = chat.get_by_role("listitem").filter(has_text="Have you seen")
    expect(written).to_contain_text("Have you seen this?Sent")
    product.ask("POST", f"/v1/tickets/{product.ticket('Have you seen this?')['id']}/read", {})

    expect(written).to_contain_text("Have you seen this?Seen")


def test_either_side_sees_the_other_type(chat: Page, product: Running) -> None:
    _say(chat, "Are you there?")
    _arrived(chat, "Are you there?")
    ticket = product.ticket("Are you there?")["id"]
    with chat.expect_response("**/v1/chat/messages?*typing=true"):
        chat.get_by_role("textbox", name="Message").press_sequentially("I ask")
    feed = product.ask("GET", f"/v1/feed?after=1&ticket={ticket}&typing=true")

    assert feed["here"]["customer"] == {"is_typing": True}
    expect(chat.get_by_text("The team is writing…")).to_be_visible()
    expect(chat.get_by_text("The team is writing…")).to_be_hidden()


def test_what_is_refused_can_be_tried_again_or_taken_back(
    chat: Page, product: Running, provokes: Provoke
) -> None:
    provokes("422 .*/chat/messages")

    def refuse(route: Route) -> None:
        route.fulfill(status=422, json={"code": "invalid"})

    chat.route("**/v1/chat/messages", refuse)
    for words in ("once more", "never mind"):
        _say(chat, words)
        expect(chat.get_by_role("listitem").filter(has_text=words)).to_contain_text("Not sent.")
    chat.unroute("**/v1/chat/messages", refuse)
    chat.get_by_role("listitem").filter(has_text="never").get_by_role(
        "button", name="Remove"
    ).click()
    chat.get_by_role("button", name="Try again").click()

    expect(chat.get_by_role("listitem").filter(has_text="once more")).to_contain_text("Sent")
    expect(chat.get_by_role("log")).not_to_contain_text("never mind")
    ticket = product.ticket("once more")
    page = product.ask("GET", f"/v1/tickets/{ticket['id']}/messages")["data"]
    assert [m["text"] for m in page if m["kind"] == "message"] == ["once more"]


def test_what_was_sent_without_connection_arrives_once_and_in_order(
    chat: Page, product: Running, provokes: Provoke
) -> None:
    provokes("net::ERR_INTERNET_DISCONNECTED")
    _say(chat, "number 0")
    _arrived(chat, "number 0")
    chat.context.set_offline(True)
    for number in range(1, 4):
        _say(chat, f"number {number}")
    expect(chat.get_by_text("Not sent yet: 3")).to_be_visible()
    chat.context.set_offline(False)

    _arrived(chat, "number 3")
    ticket = product.ticket("number 3")
    page = product.ask("GET", f"/v1/tickets/{ticket['id']}/messages")
    assert [m["text"] for m in page["data"] if m["kind"] == "message"] == [
        f"number {number}" for number in range(4)
    ]


@pytest.mark.parametrize("query", ["", "?key=", "?key=pk_nobody"])
def test_a_chat_of_no_shop_says_so(visit: Open, query: str, provokes: Provoke) -> None:
    provokes("404 .*/widget/pk_nobody")
    page = visit(f"/chat{query}")

    expect(page.get_by_text("This chat is not available.")).to_be_visible()


def test_words_of_agents_stay_words(chat: Page, product: Running) -> None:
    _say(chat, "<b>bold</b>")
    _arrived(chat, "<b>bold</b>")
    ticket = product.ticket("<b>bold</b>")
    canary = "<img src=x onerror=document.title='owned'>"
    product.ask("POST", f"/v1/tickets/{ticket['id']}/replies", {"text": canary})

    expect(chat.get_by_role("log")).to_contain_text(canary)
    assert "owned" not in chat.title()
