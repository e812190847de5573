"""A Customer Agent that answers in a page's own browser, where the server has none of this kind."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page, Route

CHANNELS = ("chat", "sms", "whatsapp", "email", "instagram")


def _fresh() -> dict[str, Any]:
    handoff = {"method": "helpdesk", "helpdesk": "own", "message": "", "links": []}
    return {
        "is_on": False, "name": "", "greeting": "", "avatar_url": None, "tone": "neutral",
        "custom_tone": None, "brain": "knowledge", "rules": [],
        "channels": {name: {"is_on": False, "handoff": {**handoff}} for name in CHANNELS},
    }  # fmt: skip


@dataclass
class Agent:
    """Its settings, and the helpdesks that are connected."""

    setup: dict[str, Any] = field(default_factory=_fresh)
    version: int = 1
    helpdesks: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    taken: list[Any] = field(default_factory=list[Any])
    """What was sent to connect a helpdesk."""
    problem: str | None = None
    """What the check of a helpdesk will find."""

    def serve(self, page: Page) -> None:
        """Answer the page from here on."""
        page.route("**/v1/customer_agent", self._settings)
        page.route("**/v1/helpdesks/*", self._helpdesk)

    def change(self, changes: dict[str, Any]) -> None:
        """Change the settings, as somebody else would."""
        self.setup = _merged(self.setup, changes)
        rules = self.setup["rules"]
        self.setup["rules"] = [{**rule, "id": rule.get("id") or f"rule_{n}"}
                               for n, rule in enumerate(rules)]  # fmt: skip
        self.version += 1

    def _settings(self, route: Route) -> None:
        request = route.request
        if request.method == "PATCH":
            if request.headers.get("if-match") != f'"{self.version}"':
                detail = "The settings were changed meanwhile."
                body = {"code": "version_mismatch", "detail": detail, "version": self.version}
                route.fulfill(status=409, json=body)
                return
            self.change(json.loads(request.post_data or "{}"))
        route.fulfill(json=self.setup, headers={"ETag": f'"{self.version}"'})

    def _helpdesk(self, route: Route) -> None:
        request, name = route.request, route.request.url.rsplit("/", 1)[1]
        if request.method == "DELETE":
            self.helpdesks.pop(name, None)
            route.fulfill(status=204)
            return
        place = "subdomain" if name == "zendesk" else "domain"
        new: dict[str, Any] = {}
        if request.method == "PUT":
            told = json.loads(request.post_data or "{}")
            self.taken.append(told)
            self.helpdesks[name] = {
                "is_connected": self.problem is None, place: told[place], "email": told["email"],
                "checked_at": "2026-03-02T09:00:00Z", "problem": self.problem,
            }  # fmt: skip
            new = {"webhook_secret": "shown-once"} if name == "gorgias" else {}
        nothing = {"is_connected": False, place: None, "email": None, "checked_at": None,
                   "problem": None}  # fmt: skip
        url = {"webhook_url": f"https://desk.example/hooks/helpdesks/{name}/acc_1"}
        route.fulfill(json={**self.helpdesks.get(name, nothing), **url, **new})


def answering(body: Any, asked: list[str] | None = None) -> Callable[[Route], None]:
    """Return what answers each request with this, and notes what was asked."""

    def answer(route: Route) -> None:
        if asked is not None:
            asked.append(route.request.url)
        route.fulfill(json=body)

    return answer


def _merged(before: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    after = dict(before)
    for name, value in changes.items():
        is_tree = isinstance(value, dict) and isinstance(before.get(name), dict)
        after[name] = _merged(before[name], value) if is_tree else value
    return after
