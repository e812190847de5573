"""What the shop knows: articles are written, found, tried, brought in, restored and ended."""

import re
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.browser.accessible import broken
from tests.browser.conftest import Open, Provoke
from tests.browser.product import Running

pytestmark = [pytest.mark.browser, pytest.mark.acceptance(141)]
TELEPHONE = (360, 740)
OpenPage = Callable[..., Page]
Write = Callable[..., dict[str, Any]]


@pytest.fixture
def word(product: Running) -> Iterator[str]:
    """Return a word that only this test's articles have; they are gone afterwards."""
    own = f"quokka{uuid.uuid4().hex[:6]}"
    yield own
    cursor = ""
    while cursor is not None:
        page = product.ask("GET", f"/v1/knowledge?limit=100&cursor={cursor}")
        for article in page["data"]:
            if own in article["title"]:
                product.forget(f"/v1/knowledge/{article['id']}")
        cursor = page.get("next_cursor")


@pytest.fixture
def write(product: Running, word: str) -> Write:
    """Return what makes an article: the word stands before its title."""

    def written(title: str, text: str = "Within three days.", **more: Any) -> dict[str, Any]:
        body = {"title": f"{word} {title}", "text": text, **more}
        return product.ask("POST", "/v1/knowledge", body)

    return written


@pytest.fixture
def knowledge(visit: Open, product: Running) -> OpenPage:
    """Return what opens the page, or a place within it."""

    def opened(within: str = "", role: str = "owner", **kind: Any) -> Page:
        session = product.agent(role)["api_key"]
        page = visit(f"/console#/settings/knowledge{within}", session=session, **kind)
        expect(page.get_by_role("heading", name="Knowledge", level=1)).to_be_visible()
        return page

    return opened


def _articles(page: Page) -> Locator:
    return page.get_by_role("region", name="Articles", exact=True)


def _search(page: Page, words: str) -> Locator:
    page.get_by_role("searchbox", name="Search articles").fill(words)
    return _articles(page).get_by_role("listitem")


def _fill(page: Page, word: str) -> None:
    page.get_by_label("Title").fill(f"How long does {word} delivery take?")
    page.get_by_label("Other ways to ask").fill(f"When does my {word} come?\n\nIs {word} fast?")
    page.get_by_label("Answer").fill("**Three** days.\n\n- post\n- by [van](https://van.example)")
    page.get_by_label("Links").fill("https://fern.example/delivery")
    page.get_by_label("Language").select_option("English")


def test_an_article_is_written_and_answers(knowledge: OpenPage, word: str) -> None:
    page = knowledge()
    page.get_by_role("link", name="Write an article", exact=True).click()
    expect(page.get_by_role("heading", name="New article")).to_be_focused()
    _fill(page, word)
    page.get_by_role("button", name="Save article").click()
    expect(page.get_by_role("heading", name="Articles")).to_be_focused()
    expect(_articles(page)).to_contain_text("delivery take?” is saved.")
    expect(_search(page, word)).to_contain_text(["English · changed now by"])

    trial = page.get_by_role("region", name="Try a question")
    trial.get_by_label("Question").fill(f"When does my {word} come?")
    trial.get_by_role("button", name="Ask").click()
    expect(trial).to_contain_text(f"Answered from How long does {word} delivery take?")
    expect(trial).to_contain_text(re.compile(r"\d+\s?% sure"))
    expect(trial).to_contain_text("Three days.")


def test_it_is_shown_how_words_will_look(knowledge: OpenPage, word: str) -> None:
    page = knowledge("/new/")
    page.get_by_text("Preview").click()
    preview = page.get_by_role("region", name="Preview")
    expect(preview).to_have_text("Nothing is written yet.")
    _fill(page, word)

    expect(preview.get_by_role("strong")).to_have_text("Three")
    expect(preview.get_by_role("listitem")).to_have_text(["post", "by van"])
    expect(preview.get_by_role("link", name="van")).to_have_attribute(
        "href", "https://van.example/"
    )


def test_a_question_that_nothing_answers_becomes_an_article(knowledge: OpenPage, word: str) -> None:
    page, question = knowledge(), f"Do you engrave {word} / 100 % oak?"
    trial = page.get_by_role("region", name="Try a question")
    trial.get_by_label("Question").fill(question)
    page.keyboard.press("Enter")
    expect(trial).to_contain_text("It goes to the team")
    trial.get_by_role("link", name="Write an article that answers it").click()

    expect(page.get_by_label("Title")).to_have_value(question)


def test_articles_are_found_as_one_types(knowledge: OpenPage, word: str, write: Write) -> None:
    for title in ("refunds", "refund of gifts", "sizes"):
        write(title, state="draft" if "gifts" in title else "active")
    page = knowledge()

    expect(_search(page, f"{word} refund")).to_have_count(2)
    page.get_by_label("State").select_option("Drafts")
    expect(_search(page, f"{word} refund")).to_contain_text([f"{word} refund of gifts draft"])
    expect(_search(page, f"{word} nowhere")).to_have_count(0)


def test_what_somebody_else_changed_is_told_and_nothing_is_lost(
    knowledge: OpenPage, product: Running, provokes: Provoke, write: Write
) -> None:
    provokes("409 .*/v1/knowledge/")
    article = write("hours")
    page = knowledge(f"/{article['id']}")
    page.get_by_label("Answer").fill("From nine to five.")
    path = f"/v1/knowledge/{article['id']}"
    product.ask("PATCH", path, {"text": "From ten to six."})
    page.get_by_role("button", name="Save article").click()

    expect(page.get_by_text("The article was changed meanwhile.")).to_be_visible()
    page.get_by_role("button", name="Take theirs").click()
    expect(page.get_by_label("Answer")).to_have_value("From ten to six.")
    page.get_by_label("Answer").fill("From nine to six.")
    product.ask("PATCH", path, {"text": "Always."})
    page.get_by_role("button", name="Save article").click()
    page.get_by_role("button", name="Save mine all the same").click()
    expect(_articles(page)).to_contain_text("is saved.")
    assert product.ask("GET", path)["text"] == "From nine to six."


def test_what_was_typed_is_there_again(
    knowledge: OpenPage, product: Running, provokes: Provoke, write: Write
) -> None:
    provokes("409 .*/v1/knowledge/")
    article = write("unsaved")
    page = knowledge(f"/{article['id']}")
    page.get_by_label("Answer").fill("Half a")
    page.get_by_role("link", name="All articles").click()
    _articles(page).get_by_role("link", name=article["title"]).click()
    expect(page.get_by_label("Answer")).to_have_value("Half a")
    product.ask("PATCH", f"/v1/knowledge/{article['id']}", {"text": "Theirs."})
    page.reload()
    expect(page.get_by_text("What you had typed and not saved is here again.")).to_be_visible()
    page.get_by_role("button", name="Save article").click()
    expect(page.get_by_text("The article was changed meanwhile.")).to_be_visible()

    page.get_by_role("button", name="Discard it").click()
    expect(page.get_by_label("Answer")).to_have_value("Theirs.")
    expect(page.get_by_text("is here again")).to_have_count(0)


def test_a_refused_field_is_marked(knowledge: OpenPage, provokes: Provoke, write: Write) -> None:
    provokes("422 .*/v1/knowledge/")
    page = knowledge(f"/{write('pointers')['id']}")
    page.get_by_label("Links").fill("https://fern.example/a\nfern")
    page.get_by_role("button", name="Save article").click()

    expect(page.get_by_label("Links")).to_be_focused()
    expect(page.get_by_label("Links")).to_have_accessible_description(re.compile("Line 2: A web"))


def test_an_earlier_version_comes_back(knowledge: OpenPage, product: Running, write: Write) -> None:
    article = write("gifts", "We wrap **gifts**.")
    product.ask("PATCH", f"/v1/knowledge/{article['id']}", {"text": "We wrap nothing."})
    page = knowledge(f"/{article['id']}")
    page.get_by_text("Earlier versions").click()
    first = page.get_by_role("listitem", name="Version 1")
    first.get_by_text("What it said").click()
    expect(first).to_contain_text("We wrap gifts.")
    first.get_by_role("button", name="Bring back version 1").click()
    page.get_by_role("dialog").get_by_role("button", name="Bring back").click()

    expect(page.get_by_label("Answer")).to_have_value("We wrap **gifts**.")
    expect(page.get_by_text("Version 3, of")).to_be_visible()


def test_an_article_is_put_aside_deleted_and_taken_back(
    knowledge: OpenPage, product: Running, word: str, write: Write
) -> None:
    write("returns", "Send it back.", questions=["May I return it?"])
    page = knowledge()
    row = _search(page, word)
    row.get_by_role("button", name=re.compile("^Make it a draft")).click()
    expect(row.get_by_text("draft", exact=True)).to_be_visible()
    row.get_by_role("button", name=re.compile("^Delete")).click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(row).to_have_count(0)
    page.get_by_role("button", name="Undo").click()

    expect(row.get_by_text("draft", exact=True)).to_be_visible()
    row.get_by_role("link").click()
    expect(page.get_by_label("Answer")).to_have_value("Send it back.")
    expect(page.get_by_label("Other ways to ask")).to_have_value("May I return it?")


def test_a_document_is_brought_in_twice(knowledge: OpenPage, word: str) -> None:
    page = knowledge()
    part = page.get_by_role("region", name="Bring in a document")
    text = f"# {word} one\n\nFirst.\n\n# {word} two\n\nSecond.\n"
    document = FilePayload(name=f"{word}.md", mimeType="text/markdown", buffer=text.encode())
    part.get_by_label("File").set_input_files(document)
    expect(part.get_by_label("Text")).to_have_value(text)
    expect(part.get_by_label("Name of the document")).to_have_value(word)
    part.get_by_role("button", name="Bring in").click()
    expect(part).to_contain_text("2 articles made, 0 changed, 0 unchanged.")
    expect(_search(page, word)).to_have_count(2)

    part.get_by_label("Name of the document").fill(word)
    part.get_by_label("Text").fill(text.replace("Second", "Another"))
    part.get_by_role("button", name="Bring in").click()
    expect(part).to_contain_text("0 articles made, 1 changed, 1 unchanged.")


def test_a_dropped_file_is_read_or_refused(knowledge: OpenPage) -> None:
    part = knowledge().get_by_role("region", name="Bring in a document")
    drop = """(element, [name, text]) => {
      const given = new DataTransfer();
      given.items.add(new File([text], name));
      element.dispatchEvent(new DragEvent('drop', { bubbles: true, dataTransfer: given }));
    }"""
    part.evaluate(drop, ["Help.html", "<h1>Sizes</h1><p>All.</p>"])
    expect(part.get_by_label("Written in")).to_have_value("html")
    expect(part.get_by_label("Name of the document")).to_have_value("Help")
    expect(part.get_by_label("Text")).to_be_focused()

    part.evaluate(drop, ["prices.xlsx", "PK"])
    expect(part).to_contain_text("is neither Markdown (.md) nor HTML (.html).")


def test_who_may_not_write_reads_and_tries(knowledge: OpenPage, word: str, write: Write) -> None:
    write("opening", "At nine.")
    page = knowledge(role="support")
    expect(page.get_by_text("Your role may read the articles")).to_be_visible()
    expect(page.get_by_role("link", name="Write an article")).to_have_count(0)
    expect(page.get_by_role("region", name="Bring in a document")).to_have_count(0)
    trial = page.get_by_role("region", name="Try a question")
    trial.get_by_label("Question").fill(f"{word} opening")
    trial.get_by_role("button", name="Ask").click()
    expect(trial).to_contain_text("At nine.")

    _search(page, word).get_by_role("link").click()
    expect(page.get_by_label("Answer")).to_be_disabled()
    expect(page.get_by_role("button", name="Save article")).to_be_disabled()
    expect(page.get_by_role("button", name=re.compile("Delete"))).to_have_count(0)


def test_nothing_in_an_article_runs(knowledge: OpenPage, write: Write) -> None:
    text = "<img src=x onerror=alert(1)> [a](javascript:alert(1)) [b](https://u:p@evil.example)"
    page = knowledge(f"/{write('markup', text)['id']}")
    page.get_by_text("Preview").click()
    preview = page.get_by_role("region", name="Preview")

    expect(preview).to_contain_text("<img src=x onerror=alert(1)> [a](javascript:alert(1))")
    expect(preview.get_by_role("link")).to_have_count(0)
    expect(preview.get_by_role("img")).to_have_count(0)


@pytest.mark.parametrize("light", ["light", "dark"])
@pytest.mark.parametrize("locale", ["en", "ar"])
def test_it_fits_a_telephone(
    knowledge: OpenPage, word: str, write: Write, light: str, locale: str
) -> None:
    article = write("w" * 90, "# Head\n\n> quoted\n\n```\ncode\n```\n\n1. one")
    device: dict[str, Any] = {"size": TELEPHONE, "color_scheme": light, "locale": locale}
    page = knowledge(**device)
    expect(_search(page, word)).to_have_count(1)
    trial = page.get_by_role("region", name="Try a question")
    trial.get_by_label("Question").fill("w" * 90)
    trial.get_by_role("button", name="Ask").click()
    expect(trial.get_by_text("Answered from")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == TELEPHONE[0]
    assert broken(page) == []

    page = knowledge(f"/{article['id']}", **device)
    page.get_by_text("Preview").click()
    page.get_by_text("Earlier versions").click()
    expect(page.get_by_text("This is the first one.")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == TELEPHONE[0]
    assert broken(page) == []
