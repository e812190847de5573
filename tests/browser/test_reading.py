"""What the console says of people, tags and places that are not as one expects."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, Provoke
from tests.browser.product import Running

pytestmark = pytest.mark.browser


def test_a_visitor_without_a_name_is_a_visitor(
    console: Page, visit: Open, product: Running
) -> None:
    chat = visit(f"/chat?key={product.shop['public_key']}")
    chat.get_by_role("textbox", name="Message").fill("Nobody in particular")
    chat.keyboard.press("Enter")
    console.get_by_role("link", name=re.compile("Nobody in particular")).click()

    expect(console.get_by_role("article", name="Message by A visitor")).to_be_visible()


def test_an_answer_from_elsewhere_shows_its_address(console: Page, product: Running) -> None:
    product.mail("shared-matter", "Hello", sender="Kim <kim@shared.example>")
    ticket = product.ticket("shared-matter")
    product.ask("POST", f"/v1/tickets/{ticket['id']}/replies", {"text": "Which of you asks?"})
    product.drain()
    to = product.reply_to("Which of you asks?")
    console.goto(f"{product.base_url}/console#/all/open/{ticket['id']}")
    product.mail("Re: shared-matter", "I do", sender="Lee <lee@other.example>", to=to)

    warning = console.get_by_text(re.compile("Not written by the customer.*lee@other.example"))
    expect(warning).to_be_visible()


def test_an_answer_that_was_taken_back_is_told(console: Page, product: Running) -> None:
    product.mail("second-thoughts", "Hello", sender="kim@mail.example")
    ticket = f"/v1/tickets/{product.ticket('second-thoughts')['id']}"
    words = {"text": "Too early.", "hold_seconds": 30}
    answer = product.ask("POST", f"{ticket}/replies", words)
    product.ask("POST", f"{ticket}/messages/{answer['id']}/withdraw")
    console.get_by_role("link", name=re.compile("second-thoughts")).click()

    expect(console.get_by_role("log")).to_contain_text(re.compile(r"\w took back an answer · "))


def test_a_long_tag_keeps_its_button_in_reach(console: Page, product: Running) -> None:
    product.mail("long-tag", "Hello", sender="kim@tagged.example")
    ticket, tag = product.ticket("long-tag"), "w" * 60
    product.ask("POST", f"/v1/tickets/{ticket['id']}/tags", {"add": [tag]})
    console.goto(f"{product.base_url}/console#/all/open/{ticket['id']}")

    button = console.get_by_role("button", name=f"Remove {tag}")
    expect(button).to_be_in_viewport(ratio=1)
    button.click()
    expect(button).to_have_count(0)


def test_a_ticket_that_is_not_there_leads_back_to_the_list(
    console: Page, provokes: Provoke
) -> None:
    provokes("404 .*/messages")
    console.goto(console.url.split("#")[0] + "#/unassigned/open/tkt_nope")
    main = console.get_by_role("main")

    expect(main).to_contain_text("There is no such ticket.")
    expect(main).not_to_contain_text("Loading")
    main.get_by_role("link", name="Back to the list").click()
    expect(main).to_contain_text("Choose a ticket")
    expect(console).to_have_url(re.compile("#/unassigned/open$"))


@pytest.mark.parametrize("view", ["nope", "view_nope"])
def test_a_view_that_is_not_there_gives_way_to_all_tickets(
    console: Page, view: str, provokes: Provoke
) -> None:
    provokes("400 .*view_nope")
    console.goto(console.url.split("#")[0] + f"#/{view}/open")

    expect(console.get_by_text("There is no such view. These are all tickets.")).to_be_visible()
    expect(console.get_by_role("heading", name="All tickets")).to_be_visible()
    console.get_by_role("navigation").get_by_role("link", name="Spam").click()
    expect(console.get_by_text("There is no such view.")).to_have_count(0)
