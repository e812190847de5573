"""Who asks for exports, does their steps and reads what came of them."""

import csv
import io
import json
from dataclasses import dataclass
from typing import Any

import pytest

from chalicelib.reports.activity import drill
from chalicelib.reports.exports import storage, work
from tests.accounts.shop import Shop

WEEKS = {"from": "2026-03-01", "to": "2026-03-31"}


@dataclass
class Clerk:
    """One who may take figures away."""

    ask: Any
    shop: Shop
    patch: pytest.MonkeyPatch

    def start(self, **more: Any) -> dict[str, Any]:
        """Ask for an export."""
        status, shown, _ = self.ask("POST", "/v1/reports/exports", {**WEEKS, **more})
        assert status == 202, shown
        return shown

    def show(self, export_id: str) -> dict[str, Any]:
        """Ask how far it is."""
        status, shown, _ = self.ask("GET", f"/v1/reports/exports/{export_id}")
        assert status == 200, shown
        return shown

    def step(self, export_id: str, version: int | None = None) -> None:
        """Do what the queue's next message asks for."""
        desk = self.shop.desk()
        known = storage.load(desk, export_id).version
        work.work_off(desk, {"export_id": export_id, "version": version or known})

    def finish(self, export_id: str) -> dict[str, Any]:
        """Do all steps."""
        while (shown := self.show(export_id))["status"] not in ("done", "failed"):
            self.step(export_id)
        return shown

    def file(self, export_id: str) -> bytes:
        """Return the file."""
        desk = self.shop.desk()
        return desk.files.get(storage.file(desk, storage.load(desk, export_id)))

    def rows(self, **more: Any) -> list[dict[str, str]]:
        """Return the lines of a whole CSV export."""
        own_id = self.start(**more)["id"]
        self.finish(own_id)
        return list(csv.DictReader(io.StringIO(self.file(own_id).decode(), newline="")))

    def objects(self, **more: Any) -> list[dict[str, Any]]:
        """Return the lines of the other format."""
        own_id = self.start(format="ndjson", **more)["id"]
        self.finish(own_id)
        return [json.loads(line) for line in self.file(own_id).splitlines()]

    def hurry(self, lines: int, pages: int = 1) -> None:
        """Do less in a step, so that there are more."""
        self.patch.setattr(drill, "AT_ONCE", lines)
        self.patch.setattr(work, "PAGES", pages)
