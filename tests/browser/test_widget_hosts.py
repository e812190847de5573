"""The chat on pages that make it hard: their policy, their style, their comings and goings."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.product import Running
from tests.browser.sites import OPEN_SHADOWS, Sites, chat_in, say, sites
from tests.browser.test_files import DOT, a_file

pytestmark = pytest.mark.browser
HOSTILE = """
* { all: unset !important; font: italic 40px cursive !important; direction: rtl !important; }
html > div, body * { display: none !important; transform: scale(0) !important; opacity: 0; }
html > div { position: static !important; width: 9000px !important; visibility: hidden !important; }
iframe, button { display: none !important; pointer-events: none !important; }
"""
SHIFTS = """
window.shifts = 0;
new PerformanceObserver((list) => list.getEntries().forEach((e) => (window.shifts += e.value)))
  .observe({ type: "layout-shift", buffered: true });
"""

MOUNTS = """
async ([src, key]) => {
  for (let round = 0; round < 50; round += 1) {
    deskhand("shutdown");
    for (let twice = 0; twice < 2; twice += 1) {
      const script = document.createElement("script");
      script.src = src;
      script.dataset.key = key;
      const loaded = new Promise((done) => (script.onload = done));
      document.head.append(script);
      await loaded;
    }
    if (round % 10 === 0) await new Promise((done) => setTimeout(done, 100));
  }
}
"""


@pytest.fixture(scope="module")
def hosts() -> Iterator[Sites]:
    """Serve the pages of shops."""
    with sites() as running:
        yield running


def walled(product: Running, hosts: Sites) -> str:
    """Return the address of a page that lets in the chat and nothing else."""
    policy = (
        f"default-src 'none'; script-src {product.base_url}; "
        # On a laptop files lie at the same host: the path keeps the frame away from them.
        f"frame-src {product.base_url}/chat; style-src 'nonce-own'; img-src data:"
    )
    style = f"<style nonce='own'>{HOSTILE}</style>"
    return hosts.page("", policy=policy, head=style + snippet(product))


def snippet(product: Running, **data: str) -> str:
    """Return what a shop puts on its page."""
    attributes = {"key": product.shop["public_key"], **data}
    said = " ".join(f'data-{name}="{value}"' for name, value in attributes.items())
    return f'<script defer src="{product.base_url}/widget.js" {said}></script>'


def opened(page: Page) -> Page:
    """Open the chat."""
    page.get_by_role("button", name="Open chat").click()
    expect(chat_in(page).get_by_role("log")).to_contain_text("How can we help?")
    return page


def test_a_strict_policy_and_a_hostile_style_change_nothing(
    visit: Open, product: Running, hosts: Sites
) -> None:
    page = visit(walled(product, hosts), script=OPEN_SHADOWS + SHIFTS)

    box = page.get_by_role("button", name="Open chat").bounding_box()
    assert box == {"x": 1208, "y": 728, "width": 56, "height": 56}
    say(opened(page), "From behind the wall")
    expect(chat_in(page).get_by_role("log")).to_contain_text("Sent")
    frame = page.locator("iframe").bounding_box()
    assert frame == {"x": 880, "y": 76, "width": 384, "height": 640}
    assert page.evaluate("shifts") == 0
    product.ticket("From behind the wall")


# The page's policy lets the frame go nowhere else, not even to fetch a file.
def test_files_of_the_team_come_through_a_strict_policy(
    visit: Open, product: Running, hosts: Sites
) -> None:
    page = visit(walled(product, hosts), script=OPEN_SHADOWS)
    say(opened(page), "Send me the bill")
    expect(chat_in(page).get_by_role("log")).to_contain_text("Sent")
    ticket = product.ticket("Send me the bill")
    bill = product.upload("bill.pdf", "application/pdf", b"%PDF")
    answer = {"text": "", "attachment_ids": [bill, product.upload("mug.png", "image/png", DOT)]}
    product.ask("POST", f"/v1/tickets/{ticket['id']}/replies", answer)
    expect(chat_in(page).get_by_role("img", name="mug.png")).to_be_visible()
    with page.expect_download() as download:
        chat_in(page).get_by_role("button", name="bill.pdf (4 B)").click()

    assert download.value.path().read_bytes() == b"%PDF"
    expect(chat_in(page).get_by_role("log")).to_contain_text("Send me the bill")


def test_files_go_out_and_words_come_along_through_a_strict_policy(
    visit: Open, product: Running, hosts: Sites
) -> None:
    page = opened(visit(walled(product, hosts), script=OPEN_SHADOWS))
    with page.expect_file_chooser() as chooser:
        chat_in(page).get_by_role("button", name="Attach files").click()
    chooser.value.set_files([a_file("wall.png")])
    expect(chat_in(page).get_by_role("button", name="Send")).to_be_enabled()
    say(page, "Over the wall")
    expect(chat_in(page).get_by_role("img", name=re.compile("wall"))).to_be_visible()
    chat_in(page).get_by_role("button", name="More").click()
    with page.expect_download() as download:
        chat_in(page).get_by_role("button", name="Download chat").click()

    assert "Over the wall" in download.value.path().read_text()


def test_all_is_asked_of_the_chats_own_host(visit: Open, product: Running, hosts: Sites) -> None:
    page = visit(hosts.page("", head="<style></style>"), script=OPEN_SHADOWS)
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    page.goto(hosts.page("", head=snippet(product)))
    say(opened(page), "Who is asked?")
    expect(chat_in(page).get_by_role("log")).to_contain_text("Sent")

    strangers = {url for url in asked if not url.startswith((product.base_url, hosts.origin))}
    assert {url for url in strangers if not url.startswith("data:")} == set()
    assert not any("dhv_" in url for url in asked)
    assert page.context.cookies() == []


def test_the_session_is_the_pages_so_that_parted_storage_matters_not(
    visit: Open, product: Running, hosts: Sites
) -> None:
    parted = (
        "if (window.top !== window) Object.defineProperty(window, 'localStorage',"
        " { get() { throw new DOMException('parted', 'SecurityError'); } });"
    )
    page = visit(hosts.page("", head=snippet(product)), script=OPEN_SHADOWS + parted)
    say(opened(page), "Where was I?")
    expect(chat_in(page).get_by_role("log")).to_contain_text("Sent")

    page.reload()
    page.get_by_role("button", name="Open chat").click()
    expect(chat_in(page).get_by_role("log")).to_contain_text("Where was I?")


def test_a_page_that_mounts_it_fifty_times_has_one_frame_and_one_poll(
    visit: Open, product: Running, hosts: Sites
) -> None:
    page = visit(hosts.page("", head=snippet(product)), script=OPEN_SHADOWS)
    say(opened(page), "Round and round")
    expect(chat_in(page).get_by_role("log")).to_contain_text("Sent")
    page.evaluate(
        MOUNTS,
        [f"{product.base_url}/widget.js", product.shop["public_key"]],
    )
    expect(page.get_by_role("button", name="Open chat")).to_have_count(1)
    expect(page.locator("iframe")).to_have_count(1)
    polls: list[str] = []
    page.on("request", lambda asked: polls.append(asked.url) if "messages?" in asked.url else None)
    page.get_by_role("button", name="Open chat").click()
    expect(chat_in(page).get_by_role("log")).to_contain_text("Round and round")
    before = len(polls)
    page.wait_for_timeout(4_600)
    assert 2 <= len(polls) - before <= 4  # every 1.5 s, once
    assert len(page.frames) == 2


def test_a_page_that_throws_its_body_away_keeps_the_chat(
    visit: Open, product: Running, hosts: Sites
) -> None:
    page = visit(hosts.page("", head=snippet(product)), script=OPEN_SHADOWS)
    opened(page)
    page.evaluate("document.body.replaceWith(document.createElement('body'))")

    expect(chat_in(page).get_by_role("textbox", name="Message")).to_be_visible()


def test_what_others_say_is_not_heard(visit: Open, product: Running, hosts: Sites) -> None:
    forger = (
        "<script>for (const data of [{type: 'keep', kept: {token: 'stolen'}}, {type: 'forget'},"
    )
    forger += "{type: 'unread', count: 99}, {type: '__proto__'}, {type: 'constructor'}, null, 7])"
    forger += "parent.postMessage(data, '*');</script>"
    other = hosts.page(forger)
    page = visit(hosts.page("", head=snippet(product)), script=OPEN_SHADOWS)
    say(opened(page), "Only for us")
    expect(chat_in(page).get_by_role("log")).to_contain_text("Sent")
    kept = page.evaluate("JSON.stringify({ ...localStorage })")
    page.evaluate(
        """async (src) => {
          const frame = Object.assign(document.createElement("iframe"), { src });
          const loaded = new Promise((done) => (frame.onload = done));
          document.body.append(frame);
          await loaded;
          for (const type of ["keep", "forget", "unread", "__proto__"]) {
            postMessage({ type, kept: { token: "stolen" }, count: 99 }, "*");
          }
          await new Promise((done) => setTimeout(done, 200));
        }""",
        other.replace("127.0.0.1", "localhost"),
    )

    assert "dhv_" in kept
    assert page.evaluate("JSON.stringify({ ...localStorage })") == kept
    assert page.evaluate("({}).polluted") is None
    expect(page.get_by_role("button", name="Close chat")).to_be_visible()


def test_the_chat_hears_the_page_that_holds_it_and_nobody_else(
    visit: Open, product: Running, hosts: Sites
) -> None:
    key = product.shop["public_key"]
    frame = f"<iframe title='chat' src='{product.base_url}/chat?key={key}#https%3A%2F%2Fa.example'>"
    page = visit(hosts.page(frame + "</iframe>"))
    text = chat_in(page).get_by_role("textbox", name="Message")
    expect(text).to_be_visible()
    page.evaluate(
        "() => frames[0].postMessage({ type: 'hello', kept: { token: 'x' }, isOpen: true }, '*')"
    )

    page.wait_for_timeout(300)
    expect(text).not_to_be_focused()


@pytest.mark.parametrize(
    "data",
    [{"key": "pk_&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"}, {"key": "../../console"}],
)
def test_a_key_that_is_none_shows_nothing(
    visit: Open, product: Running, hosts: Sites, data: dict[str, str]
) -> None:
    page = visit(hosts.page("", head=snippet(product, **data)), script=OPEN_SHADOWS)
    page.wait_for_function("typeof deskhand === 'function'")

    assert page.evaluate("document.documentElement.lastElementChild.localName") == "body"


def test_a_site_that_is_not_on_the_list_shows_nothing(
    visit: Open, product: Running, hosts: Sites
) -> None:
    product.ask("PATCH", "/v1/settings", {"web_chat": {"allowed_origins": ["https://a.example"]}})
    try:
        page = visit(hosts.page(""), script=OPEN_SHADOWS)
        with page.expect_console_message(lambda said: "no chat" in said.text):
            page.goto(hosts.page("", head=snippet(product)))
        expect(page.get_by_role("button")).to_have_count(0)
    finally:
        product.ask("PATCH", "/v1/settings", {"web_chat": {"allowed_origins": None}})


LANGUAGES = [
    ("es", "Abrir el chat"), ("pt", "Abrir o chat"), ("nl", "Chat openen"),
    ("sv", "Öppna chatten"), ("de", "Chat öffnen"), ("fr", "Ouvrir le chat"),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "name"), LANGUAGES)
def test_the_chat_speaks_the_pages_language(
    visit: Open, product: Running, hosts: Sites, lang: str, name: str
) -> None:
    page = visit(hosts.page("", head=snippet(product), lang=lang), script=OPEN_SHADOWS)
    page.get_by_role("button", name=name).click()

    expect(chat_in(page).locator("html")).to_have_attribute("lang", lang)


def test_what_the_page_said_before_the_script_came_is_done(
    visit: Open, product: Running, hosts: Sites
) -> None:
    early = (
        "<script>window.deskhand = function () { (deskhand.q = deskhand.q || []).push(arguments) };"
    )
    early += "window.heard = []; deskhand('on', 'ready', () => heard.push('ready'));"
    early += (
        "deskhand('set', { locale: 'de', position: 'left' }); deskhand('open'); deskhand('no');"
    )
    page = visit(
        hosts.page("", head=f"{early}</script>{snippet(product)}"), script=OPEN_SHADOWS
    )  # fmt: skip

    expect(page.get_by_role("button", name="Chat schließen")).to_be_visible()
    box = page.get_by_role("button", name="Chat schließen").bounding_box()
    assert box is not None
    assert box["x"] == 16
    expect(chat_in(page).get_by_role("log")).to_contain_text("Wie können wir helfen?")
    assert page.evaluate("heard") == ["ready"]
