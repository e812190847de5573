"""`make drill`: lose tickets of a shop, get them back as on AWS, and see that nothing else happens.

The laptop's AWS restores the table to an earlier moment as the real one does: into a new table.
"""

import importlib
import sys
from datetime import timedelta
from typing import Any

from dev.aws.cloud import TABLE
from dev.product import Product
from dev.web.site import Site
from infra.recovery import rules
from infra.recovery.rebuild import rebuild
from infra.recovery.restore import Wish, restore

_RESTORED, _ANEW = "deskhand-restored", "deskhand-anew"
_LOST = 3
_LATER = timedelta(minutes=5)
"""By then everything that follows has followed."""
_MADE_OF_TICKETS = ("badges", "sums", "listed", "search_index")
_LOOKED_AT = ("/v1/badge", "/v1/tickets?view=all&status=any", "/v1/feed?after=0")


def main() -> int:
    """Do the drill, and tell each step."""
    product = Product(_app, base_url="http://localhost:1", is_quiet=True)
    try:
        Drill(product).run()
    except AssertionError as error:
        print(f"FAILED: {error}")
        return 1
    finally:
        product.stop()
    return 0


class Drill:
    """One loss, and what came back."""

    def __init__(self, product: Product) -> None:
        """Fill a shop as `make run` does."""
        self._product = product
        self._table: Any = product.cloud.client("dynamodb")
        self._site = Site(product)
        seed = importlib.import_module("dev.seed")
        self._site.accounts = seed.people_of(product)
        product.loop.drain()
        seed.life(product, self._site, self._site.accounts)
        product.advance(_LATER)

    def run(self) -> None:
        """Lose some, lose what is made of them, lose all; each time get it back, and compare."""
        answered = self._answer()
        self._copied(_RESTORED)
        self._step("the table was copied, while an answer was on its way", "")
        self._product.advance(_LATER)
        self._some(answered)
        self._made_anew()
        self._whole()

    def _some(self, answered: str) -> None:
        before, seen, sent = self._print(), self._answers(), self._sent()
        lost = self._lose(answered)
        _check(self._print() != before, "rows are gone")
        self._step(f"{_LOST} tickets were lost", f"{lost} rows")
        done = self._restore(TABLE)
        self._product.advance(_LATER)
        _check(sum(done.back.values()) == lost, f"{lost} rows come back, not {done.back}")
        self._step("they came back", f"{lost} rows")
        _check(self._answers() == seen, "lists, badge and feed are as before")
        _check(self._sent() == sent, "nothing was sent again")
        self._step("lists, badge and feed are as before; nothing was sent again", "")
        _check(self._state(answered) == "unknown", "what had left since is left to a person")
        self._step("the answer had left since: whether to send it again is a person's to say", "")
        _check(not self._restore(TABLE).back, "a second run does nothing")
        self._step("a second run brought nothing", "")

    def _made_anew(self) -> None:
        made, cloud = self._made_of_tickets(), self._product.cloud
        self._spoil()
        _check(self._made_of_tickets() != made, "badges, reports and search are gone")
        rebuild(cloud.client("sqs"), cloud.queues["jobs"].url, self._site.accounts[0]["id"])
        self._product.advance(_LATER)
        _check(self._made_of_tickets() == made, "badges, reports and search are as before")
        self._step("badges, reports and search were lost, and made anew", "as before")

    def _whole(self) -> None:
        self._empty(_ANEW)
        self._restore(_ANEW, is_whole=True)
        now = self._product.clock.now()
        kept = [rules.restored(row, now) for row in self._rows(_RESTORED) if self._comes_back(row)]
        _check(rules.fingerprint(kept) == self._print(_ANEW), "the whole is the same")
        self._step("the whole came back into an empty table", f"{len(kept)} rows, the same")

    def _comes_back(self, row: rules.Item) -> bool:
        return rules.is_wanted(row, self._product.clock.now(), is_whole=True)

    def _restore(self, target: str, *, is_whole: bool = False) -> Any:
        wish = Wish(source=_RESTORED, target=target, is_whole=is_whole)
        done = restore(self._table, wish, self._product.clock.now(), tell=lambda _: None)
        _check(self._product.loop.drain(), "everything comes to rest")
        return done

    def _answer(self) -> str:
        """Let an agent answer, and nobody send it yet; return the ticket's id."""
        _, page = self._ask("GET", "/v1/tickets?view=all&channel=email&limit=1")
        ticket_id = str(page["data"][0]["id"])
        self._ask("POST", f"/v1/tickets/{ticket_id}/replies", {"text": "It is on its way."})
        return ticket_id

    def _state(self, ticket_id: str) -> str:
        _, page = self._ask("GET", f"/v1/tickets/{ticket_id}/messages")
        return str(page["data"][-1]["state"])

    def _lose(self, answered: str) -> int:
        heads = [row["pk"]["S"] for row in self._rows(TABLE) if row["_t"]["S"] == "ticket"]
        others = [pk for pk in heads if not pk.endswith(answered)]
        gone = {*others[: _LOST - 1], *(pk for pk in heads if pk.endswith(answered))}
        lost = [row for row in self._rows(TABLE) if row["pk"]["S"] in gone]
        for row in lost:
            self._table.delete_item(TableName=TABLE, Key={"pk": row["pk"], "sk": row["sk"]})
        _check(self._product.loop.drain(), "everything comes to rest")
        return len(lost)

    def _copied(self, name: str) -> None:
        self._empty(name)
        for row in self._rows(TABLE):
            self._table.put_item(TableName=name, Item=row)

    def _empty(self, name: str) -> None:
        keys = (("pk", "HASH"), ("sk", "RANGE"))
        self._table.create_table(
            TableName=name,
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": n, "AttributeType": "S"} for n, _ in keys],
            KeySchema=[{"AttributeName": name, "KeyType": kind} for name, kind in keys],
        )

    def _rows(self, name: str) -> list[rules.Item]:
        pages = self._table.get_paginator("scan").paginate(TableName=name)
        return [row for page in pages for row in page["Items"]]

    def _print(self, name: str = TABLE) -> str:
        return rules.fingerprint(self._rows(name))

    def _answers(self) -> list[Any]:
        return [self._ask("GET", path) for path in _LOOKED_AT]

    def _made_of_tickets(self) -> list[Any]:
        today = self._product.clock.now().date().isoformat()
        _, badge = self._ask("GET", "/v1/badge")
        _, report = self._ask("GET", f"/v1/reports/summary?from={today}&to={today}")
        _, found = self._ask("GET", "/v1/search?q=order")
        return [badge, report["current"], sorted(each["id"] for each in found["data"])]

    def _spoil(self) -> None:
        """Lose what is made of the first shop's tickets."""
        own = f"A#{self._site.accounts[0]['id']}"
        for row in self._rows(TABLE):
            is_own = row["pk"]["S"].split("#")[:2] == own.split("#")
            if is_own and row["_t"]["S"] in _MADE_OF_TICKETS:
                self._table.delete_item(TableName=TABLE, Key={"pk": row["pk"], "sk": row["sk"]})

    def _ask(self, method: str, path: str, body: object = None) -> tuple[int, Any]:
        key = self._site.accounts[0]["agents"][0]["api_key"]
        return self._site.ask(method, path, body, token=key)

    def _sent(self) -> int:
        return len(self._product.post.sent())

    @staticmethod
    def _step(what: str, found: str) -> None:
        print(f"  {what}{found and ': '}{found}", flush=True)


def _check(is_so: object, what: str) -> None:
    if not is_so:
        raise AssertionError(what)


def _app() -> Any:
    return importlib.import_module("app").app


if __name__ == "__main__":
    sys.exit(main())
