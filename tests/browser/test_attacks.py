"""A stranger's words on every screen that shows them: nothing runs, loads, leads away or breaks."""

import base64
import json
import re
import uuid
from collections.abc import Iterator
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, Provoke
from tests.browser.product import Running, running
from tests.browser.sites import sites
from tests.browser.vectors import FOREIGN, VECTORS
from tests.browser.watch import Watch

pytestmark = pytest.mark.browser
_AT_ONCE = 12
GROUPS = [VECTORS[at : at + _AT_ONCE] for at in range(0, len(VECTORS), _AT_ONCE)]
_END = (
    "\"'--></script></style></title></textarea></xmp></noscript></template></iframe></svg></math>"
    "</noembed></noframes>"
)
"""Ends whatever a vector left open, so that each is judged for itself."""


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Run a product that nobody else uses, and let strangers write to it."""
    with running(tmp_path_factory.mktemp("attacked")) as started:
        for number in range(len(GROUPS)):
            _mailed(started, number)
        started.drain()
        _named(started)
        yield started


def _mailed(product: Running, number: int) -> None:
    """Let a group arrive as subject, sender, words, markup and names of files of one mail."""
    group = GROUPS[number]
    mail = MIMEMultipart("mixed")
    mail["From"] = f"{_word(' '.join(group)[:180])} <a{number}@mail{number}.example>"
    mail["Subject"] = _word(f"attack-{number} {' '.join(group)}"[:450])
    mail["Message-ID"] = f"<attack-{number}@mail.example>"
    bodies = MIMEMultipart("alternative")
    bodies.attach(MIMEText("\n".join(group), "plain", "utf-8"))
    marked = "".join(f"<div>{v}{_END}<p>after-{at}</p></div>" for at, v in enumerate(group))
    bodies.attach(MIMEText(f"{marked}<p>end-{number}</p>", "html", "utf-8"))
    mail.attach(bodies)
    for vector in group[:10]:
        file = MIMEBase("application", "octet-stream")
        file.set_payload(b"x")
        file.add_header("Content-Disposition", "attachment", filename=("utf-8", "", vector))
        mail.attach(file)
    query = urlencode({"to": product.shop["inbound_address"]})
    product._send("POST", f"/dev/mail?{query}", mail.as_bytes())


def _word(text: str) -> str:
    return f"=?utf-8?b?{base64.b64encode(text.encode()).decode()}?="


def _named(product: Running) -> None:
    """Give people, views, teams, tags and macros such names, too."""
    short = [vector for vector in VECTORS if len(vector) <= 60 and vector.isprintable()]
    for vector in short[1:100:20]:
        product.ask("POST", "/v1/views", {"name": vector, "filters": {}})
        team = {"name": vector, "agent_ids": [product.agent("owner")["id"]]}
        product.ask("POST", "/v1/teams", team)
        product.ask("POST", "/v1/macros", {"title": vector, "text": vector})
    product.ask("PATCH", "/v1/me", {"name": "Ann <img src=x onerror=canary()>"})


@pytest.fixture
def watched(console: Page) -> Watch:
    """Return the console, watched."""
    return Watch(console)


def test_there_are_enough_of_them() -> None:
    assert len(set(VECTORS)) >= 150


def test_whatever_a_page_does_unasked_is_seen(visit: Open, provokes: Provoke) -> None:
    provokes(".*")
    with sites() as shops:
        watch = Watch(visit(shops.page("<p>Nothing yet</p>")))
        assert watch.seen == []
        planted = (
            "<img src=x onerror=canary()><script>alert(1)</script>"
            f"<iframe srcdoc='<script>canary()</script>'></iframe><img src='//{FOREIGN}/x'>"
        )
        shops.pages["/0"] = (planted, "")
        watch.page.reload()
        faults = " ".join(watch.faults())

    for fault in ("ran in http", "ran in about:srcdoc", "dialog 1", f"asked http://{FOREIGN}/x"):
        assert fault in faults
    assert '<img src="x" onerror="canary()">' in faults


def test_markup_on_a_page_of_ours_is_seen(watched: Watch) -> None:
    expect(watched.page.get_by_role("heading", name="All tickets")).to_be_visible()
    assert watched.faults() == []
    watched.page.evaluate("document.querySelector('main').innerHTML = '<svg></svg><p id=desk>'")

    assert watched.faults() == ["<svg></svg>", '<p id="desk"></p>']


def test_mails_do_nothing_in_the_thread_and_their_frame(watched: Watch, product: Running) -> None:
    page = watched.page
    for number, group in enumerate(GROUPS):
        _shown(page, product.base_url, _ticket(product, number))
        page.get_by_text("Show the formatted mail").click()
        paper = page.frame_locator("[title='Formatted mail']")
        markers = [f"after-{at}" for at, vector in enumerate(group) if "<plaintext" not in vector]
        expect(paper.get_by_text(re.compile("^after-"))).to_have_text(markers)
        words = _flat(page.get_by_role("log").text_content())
        assert [one for one in group if _flat(one) not in words] == []
        assert watched.faults() == []


def _ticket(product: Running, number: int) -> dict[str, Any]:
    """Return the ticket of a group, also where it was taken for spam."""
    places = ("status=any", "view=spam")
    pages = [product.ask("GET", f"/v1/tickets?{place}&limit=100")["data"] for place in places]
    return next(one for page in pages for one in page if f"attack-{number} " in one["subject"])


def _shown(page: Page, base_url: str, ticket: dict[str, Any]) -> None:
    page.goto(f"{base_url}/console#/all/any/{ticket['id']}")
    begins = ticket["subject"].partition(" ")[0] or "Conversation"
    expect(page.get_by_role("main").get_by_role("heading", level=2)).to_contain_text(begins)
    expect(page.get_by_role("log")).not_to_contain_text("Loading")


def _flat(text: str | None) -> str:
    """Leave out what no one sees: controls are taken out on the way in."""
    return "".join(one for one in text or "" if one.isprintable() and not one.isspace())


def test_lists_bulk_work_macros_and_the_palette_show_names_as_they_are(
    watched: Watch, product: Running
) -> None:
    page = watched.page
    page.goto(page.url.split("#")[0] + "#/all/any")
    expect(page.get_by_role("link", name=re.compile("attack-0 "))).to_be_visible()
    page.get_by_label("Select all shown").check()
    page.get_by_label("What to do").select_option("assign")
    expect(page.get_by_label("Agent")).to_contain_text("<img src=x")
    page.keyboard.press("Control+k")
    page.keyboard.type("canary")
    found = page.get_by_role("dialog").get_by_role("option", name=re.compile("canary"))
    expect(found.first).to_be_visible()
    assert watched.faults() == []
    page.keyboard.press("Escape")

    _shown(page, product.base_url, _ticket(product, 0))
    page.keyboard.press("m")
    macros = page.get_by_role("dialog", name="Insert macro")
    expect(macros.get_by_role("region", name="Preview")).to_contain_text("canary")
    assert watched.faults() == []
    page.keyboard.press("Escape")

    page.goto(page.url.split("#")[0] + "#/settings")
    expect(page.get_by_role("main").get_by_role("heading").first).to_be_visible()
    assert watched.faults() == []


def test_a_chat_does_nothing_on_either_side(watched: Watch, visit: Open, product: Running) -> None:
    key = product.shop["public_key"]
    visitor = {"public_key": key, "name": VECTORS[15]}
    token = _asked(product, "sessions", visitor)["token"]
    for group in GROUPS:
        _asked(product, "messages", {"text": "\n".join(group)}, token)
    product.drain()
    ticket = product.ask("GET", "/v1/tickets?channel=webchat&limit=1")["data"][0]
    tags = [one for one in VECTORS if len(one) <= 60 and one.isprintable()][:20]
    product.ask("POST", f"/v1/tickets/{ticket['id']}/tags", {"add": tags})
    for group in GROUPS:
        product.ask("POST", f"/v1/tickets/{ticket['id']}/replies", {"text": "\n".join(group)})
        product.ask("POST", f"/v1/tickets/{ticket['id']}/notes", {"text": "\n".join(group)})

    _shown(watched.page, product.base_url, ticket)
    expect(watched.page.get_by_role("button", name=f"Remove {tags[-1]}")).to_be_visible()
    expect(watched.page.get_by_role("article").last).to_contain_text(GROUPS[-1][0])
    assert watched.faults() == []
    store = f"localStorage.setItem('deskhand.chat.{key}', '{json.dumps({'token': token})}')"
    kept = f"if (location.protocol === 'http:') {store}"
    chat = Watch(visit(f"/chat?key={key}", script=kept))
    expect(chat.page.get_by_role("log")).to_contain_text(GROUPS[-1][-1])
    assert chat.faults() == []


def _asked(product: Running, path: str, body: object, token: str = "") -> Any:
    headers = {"Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4())}
    known = {"Authorization": f"Bearer {token}"} if token else {}
    raw = json.dumps(body).encode()
    return product._send("POST", f"/v1/chat/{path}", raw, {**headers, **known})


class _Tags(HTMLParser):
    """Collects what a mail of ours is made of."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.found: set[tuple[str, ...]] = set()
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add((tag, *(f"{name}={value}" for name, value in attrs)))


def test_mails_that_leave_are_words_alone(product: Running) -> None:
    for number, group in enumerate(GROUPS):
        ticket = _ticket(product, number)
        product.ask("POST", f"/v1/tickets/{ticket['id']}/replies", {"text": "\n".join(group)})
    product.message("sms", VECTORS[0], sender="+12025550188")
    product.drain()
    mails = [
        mail for mail in product._send("GET", "/dev/outbox")["data"] if mail["channel"] == "email"
    ]

    answers = [mail for mail in mails if "attack-" in mail["subject"]]
    assert len(answers) == len(GROUPS)
    plain = {("html",), ("body",), ("div", "dir=auto"), ("br",)}
    assert [mail for mail in answers if not _Tags(mail["html"]).found <= plain] == []
    to_team = [mail for mail in mails if VECTORS[0] in mail["text"] and mail not in answers]
    assert [mail["html"] for mail in to_team] == [None] * len(to_team)
