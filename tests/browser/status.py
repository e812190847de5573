"""The parts of the status page, and what stands in for the server's word."""

import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.sync_api import Locator, Page, Route


def ago(**span: float) -> str:
    """Return a moment of this machine's, which is the browser's too."""
    return (datetime.now(UTC) - timedelta(**span)).isoformat()


def well() -> dict[str, Any]:
    """Return the status of an account with which nothing is wrong."""
    return {
        "checked_at": ago(),
        "is_well": True,
        "queues": [
            {"name": name, "waiting": 0, "oldest_at": None, "is_late": False}
            for name in ("sending", "due", "background")
        ],
        "mail": {"last_in_at": ago(minutes=5), "last_out_at": None},
        "channels": [
            {
                "channel": "email", "inbox_id": None, "name": "", "last_in_at": ago(minutes=5),
                "last_out_at": None, "fault": None,
            }
        ],
        "webhooks": [],
        "work": [],
        "stuck": [],
    }  # fmt: skip


def stuck(title: str, **facts: Any) -> dict[str, Any]:
    """Return a piece of work that is stuck."""
    return {
        "id": f"stuck_{title}",
        "kind": "message",
        "title": title,
        "reason": "provider_unavailable",
        "detail": "The provider is out of reach.",
        "since": ago(hours=2),
        "tries": 7,
        "next_try_at": ago(minutes=-9, seconds=-30),
        "ticket_id": None,
        "ticket_number": None,
        "can_drop": True,
    } | facts


def ill() -> dict[str, Any]:
    """Return the status of an account with which everything is wrong."""
    fault = {"code": "auth", "detail": "The token was refused.", "since": ago(hours=3)}
    refused = {"last_at": ago(days=1), "failed": 3, "last_failed_at": ago(minutes=2), "fault": None}
    return well() | {
        "is_well": False,
        "queues": [{"name": "sending", "waiting": 4, "oldest_at": ago(hours=1), "is_late": True}],
        "channels": [
            {
                "channel": "whatsapp", "inbox_id": "inb_1", "name": "+447700900142" * 6,
                "last_in_at": ago(days=1), "last_out_at": None, "fault": fault,
            }
        ],
        "webhooks": [{"source": "shopify", "name": "", "reason": "signature", **refused}],
        "work": [
            {"id": "job_1", "kind": "export", "state": "running", "started_at": ago(minutes=4),
             "done": 3, "of": 8},
        ],
        "stuck": [stuck("Answer to " + "a" * 90), stuck("Snooze", kind="due", can_drop=False)],
    }  # fmt: skip


@dataclass
class Server:
    """What stands in for the server: it says what a test lets it say."""

    says: dict[str, Any] = field(default_factory=well)
    status: int = 200
    asked: int = 0
    acts: list[str] = field(default_factory=list[str])
    act: Callable[[str, str], tuple[int, Any]] = lambda *_: (404, {"code": "not_found"})

    def answer(self, route: Route) -> None:
        """Say how the account is."""
        self.asked += 1
        problem = {"code": "unavailable", "detail": "Not now."}
        said = deepcopy(self.says) if self.status == 200 else problem
        route.fulfill(status=self.status, json=said)

    def do(self, route: Route) -> None:
        """Do what is asked of a stuck piece, as the test decides."""
        _, work_id, verb = route.request.url.rsplit("/", 2)
        self.acts.append(f"{verb} {work_id}")
        status, said = self.act(verb, work_id)
        route.fulfill(status=status, body="" if said is None else json.dumps(said))


def part(page: Page, name: str) -> Locator:
    """Return a part of the status page."""
    return page.get_by_role("region", name=name, exact=True)


def row(page: Page, title: str) -> Locator:
    """Return a piece of stuck work on it."""
    return part(page, "Stuck work").get_by_role("listitem").filter(has_text=title)
