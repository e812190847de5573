"""An agent's day in the console, found by the names that everybody hears or sees."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Open, Provoke, deaf
from tests.browser.product import Running

pytestmark = pytest.mark.browser


def _opened(console: Page, product: Running, subject: str, **mail: str) -> Page:
    """Let a mail come in and open its ticket."""
    product.mail(subject, mail.pop("text", "Hello"), sender=f"Kim <{subject}@mail.example>", **mail)
    console.get_by_role("link", name=re.compile(subject)).click()
    expect(console.get_by_role("heading", name=subject)).to_be_visible()
    return console


@pytest.mark.acceptance(35)
def test_an_agent_signs_in_by_a_mailed_link(visit: Open, product: Running) -> None:
    page, address = visit("/console"), product.agent("manager")["email"]
    page.get_by_label("Email address").fill(address)
    page.get_by_role("button", name="Mail me a link").click()
    expect(page.get_by_role("status")).to_contain_text("on its way")

    page.goto(product.sign_in_link(address))

    expect(page.get_by_role("heading", name="All tickets")).to_be_visible()
    expect(page).not_to_have_url(re.compile("sign-in"))
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_label("Email address")).to_be_visible()


def test_a_link_that_was_used_asks_for_a_new_one(
    visit: Open, product: Running, provokes: Provoke
) -> None:
    provokes("410 .*/sessions/confirm")
    page = visit("/console#sign-in=dhl_nonsense")

    expect(page.get_by_role("status")).to_contain_text("Ask for a new link")


@pytest.mark.acceptance(38, 40, 41, 42)
def test_the_four_views_are_one_click_away(console: Page) -> None:
    expect(console.get_by_role("heading", name="All tickets")).to_be_visible()

    for view in ("My inbox", "Unassigned", "Spam"):
        console.get_by_role("navigation").get_by_role("link", name=view).click()
        expect(console.get_by_role("heading", name=view)).to_be_visible()


@pytest.mark.acceptance(36)
def test_news_arrive_by_themselves_and_are_counted(console: Page, product: Running) -> None:
    expect(console.get_by_role("heading", name="All tickets")).to_be_visible()

    product.mail("unheard-of", "Hello", sender="kim@mail.example")

    expect(console.get_by_role("link", name=re.compile("Unread.*unheard-of"))).to_be_visible()
    expect(console).to_have_title(re.compile(r"^\(\d+\) All tickets"))
    expect(
        console.get_by_text(re.compile(r"^\d+ unread in My inbox and Unassigned$"))
    ).to_be_visible()


def test_views_tell_how_many_tickets_are_open(console: Page, product: Running) -> None:
    product.mail("countless", "Hello", sender="kim@mail.example")
    number = product.ask("GET", "/v1/badge")["open"]["all"]
    views = console.get_by_role("navigation", name="Main")

    expect(views.get_by_role("link", name=f"All tickets {number} open", exact=True)).to_be_visible()
    ticket = product.ticket("countless")["id"]
    product.ask("POST", f"/v1/tickets/{ticket}/close")

    fewer = f"All tickets {number - 1} open"
    expect(views.get_by_role("link", name=fewer, exact=True)).to_be_visible()


def test_opening_a_ticket_reads_it(console: Page, product: Running) -> None:
    _opened(console, product, "read-me")

    unread = console.get_by_role("link", name=re.compile("Unread.*read-me"))
    expect(unread).to_have_count(0)
    console.get_by_role("button", name="Mark unread").click()
    expect(unread).to_be_visible()


@pytest.mark.acceptance(29, 53)
def test_an_answer_is_delivered(console: Page, product: Running) -> None:
    _opened(console, product, "answer-me")

    console.get_by_role("textbox", name="Reply").fill("It is on its way.")
    console.keyboard.press("Control+Enter")

    answer = console.get_by_role("article").filter(has_text="It is on its way.")
    expect(answer).to_contain_text("Leaves in a moment")
    product.pass_time(seconds=10)
    expect(answer).to_contain_text("Delivered")
    expect(console.get_by_role("textbox", name="Reply")).to_have_value("")


@pytest.mark.acceptance(87)
def test_a_note_is_marked_as_private(console: Page, product: Running) -> None:
    _opened(console, product, "note-me")

    console.get_by_role("radio", name="Private note").check()
    console.get_by_role("textbox", name="Private note").fill("Ask the warehouse.")
    console.get_by_role("button", name="Add note").click()

    note = console.get_by_role("article", name=re.compile("^Note by"))
    expect(note).to_contain_text("Private note")
    expect(note).to_contain_text("Ask the warehouse.")


@pytest.mark.acceptance(54, 60, 67, 111, 112)
def test_the_overview_tells_and_assigns(console: Page, product: Running) -> None:
    _opened(console, product, "assign-me")
    number = product.ticket("assign-me")["number"]
    main = console.get_by_role("main")
    expect(main.get_by_text(f"#{number}", exact=True)).to_be_visible()

    assignee = console.get_by_label("Assignee")
    assignee.select_option("Alice Brandt")
    expect(main.get_by_text(re.compile("assigned this to Alice Brandt"))).to_be_visible()
    assignee.select_option("No assignee")
    expect(main.get_by_text(re.compile("took the assignment away"))).to_be_visible()
    assert product.ticket("assign-me")["assignee"] is None


@pytest.mark.acceptance(107)
def test_taking_from_somebody_is_said_aloud(
    visit: Open, product: Running, provokes: Provoke
) -> None:
    provokes("409 .*/assign")
    provokes("net::ERR_FAILED .*/v1/feed")
    page = visit("/console", session=product.agent("support")["api_key"])
    _opened(page, product, "take-me")
    deaf(page)
    ticket, owner, me = product.ticket("take-me"), product.agent("owner"), product.agent("support")
    product.ask("POST", f"/v1/tickets/{ticket['id']}/assign", {"agent_id": owner["id"]})

    page.get_by_label("Assignee").select_option(me["id"])

    expect(page.get_by_role("main")).to_contain_text("has this ticket")
    page.get_by_role("button", name="Assign anyway").click()
    expect(page.get_by_role("main")).to_contain_text("took this")
    assert product.ticket("take-me")["assignee"]["id"] == me["id"]


@pytest.mark.acceptance(50, 51, 52)
def test_a_ticket_is_snoozed_woken_closed_and_reopened(console: Page, product: Running) -> None:
    _opened(console, product, "move-me")
    main = console.get_by_role("main")

    main.get_by_label("Snooze").select_option("Tomorrow morning")
    expect(main.get_by_text(re.compile("^Snoozed until"))).to_be_visible()
    main.get_by_role("button", name="Wake now").click()
    main.get_by_role("button", name="Close").click()
    expect(main.get_by_text("Closed", exact=True)).to_be_visible()
    main.get_by_role("button", name="Reopen").click()
    expect(main.get_by_text("Open", exact=True)).to_be_visible()
    console.get_by_label("Status").select_option("Closed")
    expect(console.get_by_role("link", name=re.compile("move-me"))).to_have_count(0)


def test_what_is_done_last_stays_also_where_the_first_is_slow(
    console: Page, product: Running
) -> None:
    _opened(console, product, "in-order")
    main = console.get_by_role("main")
    held: list[Route] = []
    console.route("**/snooze", lambda route: held.append(route))
    with console.expect_request("**/snooze"):
        main.get_by_label("Snooze").select_option("Tomorrow morning")
    main.get_by_role("button", name="Close").click()
    held[0].continue_()

    expect(main.get_by_text("Closed", exact=True)).to_be_visible()
    thread = product.ask("GET", f"/v1/tickets/{product.ticket('in-order')['id']}/messages")["data"]
    assert [entry["event"] for entry in thread if entry.get("event")][-2:] == ["snoozed", "closed"]


def test_tags_come_and_go(console: Page, product: Running) -> None:
    _opened(console, product, "tag-me")

    console.get_by_label("Add a tag").fill("gift")
    console.keyboard.press("Enter")
    console.get_by_role("button", name="Remove gift").click()

    tags = console.get_by_role("list", name="Tags")
    expect(tags.get_by_text("gift")).to_have_count(0)
    expect(tags.get_by_text("chit-chat", exact=True)).to_be_visible()


@pytest.mark.acceptance(43, 44)
def test_spam_leaves_the_list_and_comes_back(console: Page, product: Running) -> None:
    _opened(console, product, "judge-me")
    item = console.get_by_role("link", name=re.compile("judge-me"))

    console.get_by_role("button", name="Spam", exact=True).click()
    expect(item).to_have_count(0)
    console.get_by_role("navigation").get_by_role("link", name="Spam").click()
    item.click()
    console.get_by_role("button", name="Not spam").click()

    expect(item).to_have_count(0)


def test_what_was_typed_survives(console: Page, product: Running) -> None:
    _opened(console, product, "type-here")
    reply = console.get_by_role("textbox", name="Reply")
    reply.fill("Half a sentence")

    _opened(console, product, "look-there")
    expect(reply).to_have_value("")
    console.reload()
    console.get_by_role("link", name=re.compile("type-here")).click()

    expect(reply).to_have_value("Half a sentence")


def test_an_answer_to_an_outdated_thread_is_asked_about(
    console: Page, product: Running, provokes: Provoke
) -> None:
    provokes("409 .*/replies")
    provokes("net::ERR_FAILED .*/v1/feed")
    _opened(console, product, "two-agents")
    deaf(console)
    path = f"/v1/tickets/{product.ticket('two-agents')['id']}/replies"
    product.ask("POST", path, {"text": "I was faster."}, role="support")

    console.get_by_role("textbox", name="Reply").fill("Me too.")
    console.get_by_role("button", name="Send", exact=True).click()

    expect(console.get_by_role("form", name="Write")).to_contain_text("I was faster.")
    console.get_by_role("button", name="Send anyway").click()
    expect(console.get_by_role("article").filter(has_text="Me too.")).to_be_visible()


def test_words_of_strangers_stay_words(console: Page, product: Running) -> None:
    canary = "<img src=x onerror=document.title='owned'>"

    _opened(console, product, "wordy", text=canary)

    expect(console.get_by_role("article").filter(has_text=canary)).to_be_visible()
    assert "owned" not in console.title()


def test_a_formatted_mail_is_shown_without_power(console: Page, product: Running) -> None:
    asked: list[str] = []
    console.on("request", lambda request: asked.append(request.url))
    html = (
        "<p>Hello <b>you</b> <a href='https://shop.example/a'>there</a></p>"
        "<img src='https://tracker.example/pixel'><script>parent.document.title='owned'</script>"
    )
    _opened(console, product, "formatted", html=html)

    console.get_by_text("Show the formatted mail").click()

    expect(console.frame_locator("iframe").get_by_text("you", exact=True)).to_be_visible()
    assert console.get_by_title("Formatted mail").get_attribute("sandbox") == (
        "allow-same-origin allow-popups allow-popups-to-escape-sandbox"
    )
    assert not [url for url in asked if "tracker" in url]
    assert "owned" not in console.title()


def test_a_lost_connection_is_told_and_mended(
    console: Page, product: Running, provokes: Provoke
) -> None:
    provokes("net::ERR_INTERNET_DISCONNECTED")
    _opened(console, product, "cut-off")
    console.context.set_offline(True)

    expect(console.get_by_text("No connection. Trying again…")).to_be_visible()
    console.get_by_role("textbox", name="Reply").fill("Still here.")
    console.get_by_role("button", name="Send", exact=True).click()
    article = console.get_by_role("article").filter(has_text="Still here.")
    expect(article).to_contain_text("Waiting for the connection")
    console.context.set_offline(False)
    expect(console.get_by_text("No connection. Trying again…")).to_be_hidden()

    expect(article).to_contain_text("Leaves in a moment")
    expect(article).to_have_count(1)
