"""Who answers what: the app first, then the controls and a few pages for people."""

import json
import re
import time
from collections.abc import Mapping
from dataclasses import replace
from html import escape
from http import HTTPStatus
from pathlib import Path
from string import Template
from typing import Any
from urllib.parse import urlsplit

from dev.product import Product
from dev.web import outbox
from dev.web.controls import Control, Controls
from dev.web.edits import Edits
from dev.web.exchange import Answered, Asked, as_page, problem, redirect

_PAGES = Path(__file__).parent / "pages"
_NUMBERS = {
    "sms": "sms_number",
    "whatsapp": "whatsapp_number",
    "instagram": "instagram_handle",
}
"""Where an account says what people write to, by channel."""
_LINK = re.compile(r"https?://\S+")


class Site:
    """Everything behind the port. `accounts` are shown on the front page and in the shop."""

    def __init__(self, product: Product) -> None:
        """Answer for this product."""
        self._product = product
        self._controls = Controls(product)
        self._edits = Edits()
        self.accounts: list[dict[str, Any]] = []
        self._pages = {
            "/": self._front,
            "/dev": self._front,
            "/dev/shop": self._shop,
            "/dev/sign_in": self._sign_in,
            "/dev/phone": self._phone,
        }

    def answer(self, asked: Asked) -> Answered:
        """Answer, tell the transcript, and never raise."""
        started = time.perf_counter()
        try:
            answered = self._answer(asked)
        except Exception as error:  # a bug here must not take the connection down
            self._product.transcript.complain(f"{asked.method} {asked.path}", error)
            detail = "The laptop's server stumbled; see its output."
            answered = problem(HTTPStatus.INTERNAL_SERVER_ERROR, "internal_error", detail)
        milliseconds = (time.perf_counter() - started) * 1000
        if not _is_noise(asked, answered):
            self._product.transcript.say(
                f"{asked.method} {asked.path} {answered.status} {milliseconds:.0f} ms"
            )
        return answered

    def ask(
        self, method: str, path: str, body: object = None, *, token: str = ""
    ) -> tuple[int, Any]:
        """Ask the app from within; return the status and the decoded answer."""
        headers = {"content-type": "application/json"}
        if token:
            headers["authorization"] = f"Bearer {token}"
        raw = b"" if body is None else json.dumps(body).encode()
        answered = self.answer(Asked(method=method, target=path, headers=headers, body=raw))
        return answered.status, json.loads(answered.body) if answered.body else None

    def _answer(self, asked: Asked) -> Answered:
        self._edits.notice(asked.path)
        if page := self._page_for(asked):
            return page(asked)
        if asked.path.startswith("/dev/"):
            return self._controls.answer(asked)
        answered = self._product.gateway.answer(asked)
        return _leading_here(answered) if asked.path == "/v1/shop/connect" else answered

    def _page_for(self, asked: Asked) -> Control | None:
        if asked.method != "GET" or (asked.path == "/" and self._product.gateway.has("/")):
            return None
        if asked.path == "/dev/outbox" and "text/html" in asked.headers.get("accept", ""):
            return self._outbox_page
        return self._pages.get(asked.path)

    def _front(self, _asked: Asked) -> Answered:
        blocks = [_account_block(account) for account in self.accounts]
        return _page("front.html", base_url=self._product.base_url, accounts="\n".join(blocks))

    def _shop(self, asked: Asked) -> Answered:
        wanted = asked.first("account")
        account = next((a for a in self.accounts if a["id"] == wanted), None)
        account = account or next(iter(self.accounts), {"name": "No shop", "public_key": ""})
        return _page(
            "shop.html", shop=escape(account["name"]), public_key=escape(account["public_key"])
        )

    def _phone(self, _asked: Asked) -> Answered:
        numbers = {
            channel: {account["name"]: account[key] for account in self.accounts if account[key]}
            for channel, key in _NUMBERS.items()
            if channel in self._product.network.channels()
        }
        return _page("phone.html", numbers=json.dumps(numbers).replace("<", "\\u003c"))

    def _sign_in(self, asked: Asked) -> Answered:
        address = asked.first("email")
        before = len(self._product.post.sent())
        self.ask("POST", "/v1/sessions", {"email": address})
        self._product.loop.drain()
        mails = self._product.post.sent()
        for mail in outbox.as_data(mails[: len(mails) - before]):
            found = _LINK.search(mail["text"] or "")
            if address in mail["to"] and found:
                return redirect(found[0])
        return problem(HTTPStatus.NOT_FOUND, "not_found", "No sign-in mail came.")

    def _outbox_page(self, _asked: Asked) -> Answered:
        mails = outbox.everything(self._product)[:100]
        return _page("outbox.html", mails="\n".join(map(_mail_block, mails)) or "<p>Nothing yet.")


def _page(name: str, **values: str) -> Answered:
    return as_page(Template((_PAGES / name).read_text()).substitute(values))


def _account_block(account: Mapping[str, Any]) -> str:
    agents = [
        f"<li><a href='/dev/sign_in?email={escape(agent['email'])}'>{escape(agent['email'])}</a>"
        f" {escape(agent['role'])} <code>{escape(agent['api_key'])}</code>"
        for agent in account["agents"]
    ]
    return (
        f"<h2>{escape(account['name'])}</h2><p>Mail: <code>{escape(account['inbound_address'])}"
        f"</code> · public key: <code>{escape(account['public_key'])}</code> · "
        f"<a href='/dev/shop?account={escape(account['id'])}'>shop with chat</a></p>"
        f"<ul>{''.join(agents)}</ul>"
    )


def _mail_block(mail: Mapping[str, Any]) -> str:
    text = escape(mail["text"] or mail["html"] or "")
    linked = _LINK.sub(lambda found: f"<a href='{found[0]}'>{found[0]}</a>", text)
    return (
        f"<article><h2>{escape(mail['subject'])}</h2><p>{escape(mail['at'])} · "
        f"{escape(mail['from'])} → {escape(', '.join(mail['to']))}</p><pre>{linked}</pre></article>"
    )


def _is_noise(asked: Asked, answered: Answered) -> bool:
    """Tell what happens too often to be worth a line: pages and polls that went well."""
    is_poll = asked.path.startswith(("/dev/", "/console", "/widget")) or asked.path == "/"
    return asked.method in ("GET", "HEAD") and is_poll and answered.status < 400


def _leading_here(answered: Answered) -> Answered:
    """Return the answer with a page of this server's instead of the shop's own."""
    body = json.loads(answered.body)
    if "authorize_url" not in body:
        return answered
    url = urlsplit(body["authorize_url"])
    body["authorize_url"] = f"/dev/shopify/authorize?{url.query}&shop={url.hostname}"
    return replace(answered, body=json.dumps(body).encode())
