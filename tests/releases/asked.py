"""Everything that can be read of an account, asked for by path."""

import json
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from chalicelib import wiring
from chalicelib.accounts import api_keys, rules
from chalicelib.accounts.model import Role
from dev.web.site import Site
from tests.releases.kept import Item, kind

_ROUTES = Path(__file__).parents[2] / "chalicelib" / "routes.json"
_PARAMETER = re.compile(r"\{(\w+)\}")
_PREFIXES = {
    "action": "act", "agent": "agt", "article": "art", "customer": "cus", "event": "evt",
    "export": "exp", "inbox": "inb", "job": "job", "macro": "mac", "team": "team",
    "ticket": "tkt", "view": "view",
}  # fmt: skip
"""How ids begin, by the name of a route's parameter without `_id`."""
_AT_MOST = 12
"""Paths of one route."""


class Asking:
    """Asks in the name of the owner of the account that most rows belong to."""

    def __init__(self, site: Site, rows: Sequence[Item], at: datetime) -> None:
        """Read through these rows, at this moment."""
        self._site = site
        owners = [row["pk"]["S"].split("#")[1] for row in rows if row["pk"]["S"].startswith("A#")]
        self._account_id = max(owners, key=owners.count)
        own = f"A#{self._account_id}"
        self._rows = [row for row in rows if row["pk"]["S"].split("#")[:2] == own.split("#")]
        self._day = at.date().isoformat()

    def answers(self) -> dict[str, Any]:
        """Return status and answer by path."""
        token = self._key()
        found: dict[str, Any] = {}
        for path in self._paths():
            status, answer = self._site.ask("GET", path, token=token)
            found[path] = {"status": status, "answer": answer}
        return found

    def _key(self) -> str:
        [owner] = [
            row["sk"]["S"]
            for row in self._rows
            if kind(row) == "agent" and row["role"]["S"] == Role.owner
        ]
        desk = wiring.system_desk(self._account_id, "")
        scopes = sorted(rules.permissions(Role.owner))
        return api_keys.create(desk, name="Later", scopes=scopes, agent_id=owner).token or ""

    def _paths(self) -> Iterator[str]:
        days = f"?from={self._day}&to={self._day}"
        queries = {
            "/v1/tickets": "?view=all&status=any",
            "/v1/search": "?q=order",
            "/v1/reports/series": f"{days}&metric=received",
            "/v1/reports/tickets": f"{days}&metric=received",
            "/v1/reports/exports": "",
            "/v1/reports/exports/{export_id}": "",
        }
        for path in self._routes():
            default = days if path.startswith(("/v1/reports", "/v1/customer_agent/metrics")) else ""
            query = queries.get(path, default)
            yield from (each + query for each in self._filled(path))

    def _routes(self) -> Iterator[str]:
        table: dict[str, list[str]] = json.loads(_ROUTES.read_text(encoding="utf-8"))
        for route in sorted({each for some in table.values() for each in some}):
            method, _, path = route.partition(" ")
            is_ours = path.startswith("/v1/") and not path.startswith(("/v1/chat", "/v1/openapi"))
            if method == "GET" and is_ours:
                yield path

    def _filled(self, path: str) -> list[str]:
        """Return the path with every id that a row names beside the others, as far as there are."""
        names = [name.removesuffix("_id") for name in _PARAMETER.findall(path)]
        if any(name not in _PREFIXES for name in names):
            return []
        template = _PARAMETER.sub("{}", path)
        found = {tuple(self._id(name, row) for name in names): None for row in self._rows}
        whole = sorted(each for each in found if all(each))[:_AT_MOST]
        return [template.format(*ids) for ids in whole]

    @staticmethod
    def _id(name: str, row: Item) -> str:
        own = re.compile(rf"\b{_PREFIXES[name]}_[0-9A-Z]{{26}}\b")
        texts = [row["pk"]["S"], row["sk"]["S"], row.get("ticket_id", {}).get("S", "")]
        found = own.search("#".join(texts))
        return found[0] if found else ""
