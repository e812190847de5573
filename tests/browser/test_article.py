"""An article while it is saved, and a document that is too large to become some."""

import pytest
from playwright.sync_api import FilePayload, Route, expect

from tests.browser.conftest import Open, Provoke
from tests.browser.product import Running

pytestmark = pytest.mark.browser


def test_nothing_is_typed_that_is_not_saved(
    visit: Open, product: Running, provokes: Provoke
) -> None:
    provokes("503 .*/v1/knowledge/")
    article = product.ask("POST", "/v1/knowledge", {"title": "Patience", "text": "Wait."})
    session = product.agent("owner")["api_key"]
    page = visit(f"/console#/settings/knowledge/{article['id']}", session=session)
    title = page.get_by_label("Title")
    expect(title).to_be_visible()
    held: list[Route] = []
    page.route("**/v1/knowledge/*", lambda route: held.append(route))
    with page.expect_request("**/v1/knowledge/*"):
        title.press("Enter")
    expect(title).to_be_disabled()
    held[0].fulfill(status=503, json={"detail": "Busy; try again.", "code": "unavailable"})

    expect(page.get_by_text("Busy; try again.")).to_be_visible()
    expect(title).to_be_focused()
    product.forget(f"/v1/knowledge/{article['id']}")


def test_a_document_is_measured_as_it_is_sent(visit: Open, product: Running) -> None:
    page = visit("/console#/settings/knowledge", session=product.agent("owner")["api_key"])
    part = page.get_by_role("region", name="Bring in a document")
    text = ('"' * 140_000).encode()
    document = FilePayload(name="Quotes.md", mimeType="text/markdown", buffer=text)
    part.get_by_label("File").set_input_files(document)

    expect(part).to_contain_text("It is larger than 250 kB")
    expect(part.get_by_label("Text")).to_have_value("")
