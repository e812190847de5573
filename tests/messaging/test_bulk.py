"""Bulk jobs: a chunk that comes again acts once, and a busy table is no outcome."""

from typing import Any

import pytest

from chalicelib.core.errors import Unavailable
from chalicelib.messaging import bulk, jobs_storage
from tests.faults.shop import Shop


def busy(*_: Any, **__: Any) -> None:
    raise Unavailable("Busy.")


def started(shop: Shop) -> str:
    body = {"action": "tag", "tags": ["vip"], "ids": [shop.ticket_id]}
    return shop.done("POST", "/v1/tickets/bulk", body)["job_id"]


def test_what_is_no_ticket_id_is_refused_at_the_start(shop: Shop) -> None:
    body = {"action": "close", "ids": [shop.receive(), "tkt_1#T"]}

    answer = shop.ask("POST", "/v1/tickets/bulk", body)

    assert (answer.status, answer.json["code"]) == (422, "bad_selection")
    assert answer.json["errors"][0]["pointer"] == "/ids/1"


def test_a_busy_table_is_no_outcome(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.receive()
    job_id = started(shop)
    with monkeypatch.context() as patch:
        patch.setattr(bulk, "apply", busy)
        with pytest.raises(Unavailable):
            bulk.run(shop.desk(), job_id)
    assert jobs_storage.load(shop.desk(), job_id).failed == 0

    assert bulk.run(shop.desk(), job_id).done == 1


def test_a_chunk_that_comes_again_acts_once(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.receive()
    job_id = started(shop)
    with monkeypatch.context() as patch:
        patch.setattr(jobs_storage, "advance", busy)
        with pytest.raises(Unavailable):
            bulk.run(shop.desk(), job_id)
    shop.done("POST", f"{shop.at}/tags", {"remove": ["vip"]})

    assert bulk.run(shop.desk(), job_id).done == 1
    assert shop.done("GET", shop.at)["tags"] == []
