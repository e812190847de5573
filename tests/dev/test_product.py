"""The product in one process, with a small app in the place of the real one."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.table.across_accounts import across_accounts_slug_row
from dev.product import Product
from dev.web.exchange import Answered, Asked
from dev.web.site import Site
from tests.dev import stub
from tests.kit.waits import skipped_waits

pytestmark = pytest.mark.xdist_group("product")


class Laptop:
    """A running product and short ways to ask it."""

    def __init__(self) -> None:
        self.product = Product(stub.make, base_url="http://localhost:1", is_quiet=True)
        self.site = Site(self.product)

    def raw(self, method: str, target: str, body: bytes = b"", **headers: str) -> Answered:
        asked = Asked(method=method, target=target, headers=headers, body=body)
        return self.site.answer(asked)

    def ask(self, method: str, target: str, body: object = None) -> Any:
        raw = b"" if body is None else json.dumps(body).encode()
        answered = self.raw(method, target, raw, **{"content-type": "application/json"})
        return json.loads(answered.body)

    def seen(self, name: str) -> list[Any]:
        app: Any = self.product.app
        return [what for handler, _, what in app.seen if handler == name]

    def times(self, name: str) -> list[datetime]:
        app: Any = self.product.app
        return [at for handler, at, _ in app.seen if handler == name]


@pytest.fixture(scope="module")
def running() -> Iterator[Laptop]:
    with pytest.MonkeyPatch.context() as environment:
        for name in stub.ENVIRONMENT:
            environment.setenv(name, "-")
        laptop = Laptop()
        across_accounts_slug_row("a", "acc_1").save()
        yield laptop
        laptop.product.stop()


@pytest.fixture
def laptop(running: Laptop) -> Laptop:
    running.product.loop.drain()
    running.product.faults.clear()
    running.product.post.forget()
    app: Any = running.product.app
    app.seen.clear()
    return running


MAIL = b"From: Ann <ann@mail.example>\r\nTo: demo@in.example\r\nSubject: Hello\r\n\r\nWords\r\n"


def test_mail_by_hand_reaches_the_handler_as_ses_would_bring_it(laptop: Laptop) -> None:
    key = laptop.raw(
        "POST", "/dev/mail?to=a@in.deskhand.example&to=b+tok@in.example&dmarc=FAIL", MAIL
    )
    laptop.ask("POST", "/dev/drain")

    notice = laptop.seen("receive_mail")[0][0]
    receipt = notice["receipt"]
    assert key.status == 202
    assert receipt["recipients"] == ["a@in.deskhand.example", "b+tok@in.example"]
    assert receipt["dmarcVerdict"] == {"status": "FAIL"}
    assert receipt["spamVerdict"] == {"status": "PASS"}
    assert receipt["action"]["objectKey"] == json.loads(key.body)["object_key"]
    assert notice["mail"]["source"] == "ann@mail.example"
    assert notice["mail"]["commonHeaders"]["subject"] == "Hello"


def test_mail_by_hand_has_been_read_when_the_answer_comes(laptop: Laptop) -> None:
    laptop.raw("POST", "/dev/mail?to=A%2Btoken@in.deskhand.example", MAIL)

    assert len(laptop.seen("receive_mail")) == 1


@pytest.mark.parametrize("address", ["typo@in.deskhand.example", "a@typo.example"])
def test_mail_by_hand_to_nobody_says_so(laptop: Laptop, address: str) -> None:
    answered = laptop.raw("POST", f"/dev/mail?to={address}", MAIL)

    assert answered.status == 404
    assert f"No account has the address {address}" in answered.body.decode()
    assert laptop.seen("receive_mail") == []


def test_the_raw_mail_lies_where_the_notice_says(laptop: Laptop) -> None:
    key = laptop.product.post.receive(MAIL, ["a@in.deskhand.example"], verdicts={})

    assert laptop.product.ports.raw_mail.get(key) == MAIL


def test_the_null_return_path_is_kept(laptop: Laptop) -> None:
    laptop.raw("POST", "/dev/mail?to=a@in.deskhand.example&from=", MAIL)
    laptop.ask("POST", "/dev/drain")

    assert laptop.seen("receive_mail")[0][0]["mail"]["source"] == ""


def test_what_is_sent_stands_in_the_outbox_and_is_reported_delivered(laptop: Laptop) -> None:
    sent = laptop.ask("POST", "/v1/mail", {"to": "ann@mail.example"})
    laptop.ask("POST", "/dev/drain")

    mail = laptop.ask("GET", "/dev/outbox")["data"][0]
    event = laptop.seen("settle")[0][0]
    assert (mail["channel"], mail["to"], mail["subject"]) == ("email", ["ann@mail.example"], "Hi")
    assert mail["headers"]["Message-ID"] == f"<{sent['id']}@eu-central-1.amazonses.com>"
    assert (event["eventType"], event["mail"]["messageId"]) == ("Delivery", sent["id"])
    assert event["mail"]["tags"]["ref"] == ["msg_1"]


@pytest.mark.parametrize(
    ("recipient", "kinds"),
    [
        ("bounce@simulator.amazonses.com", ["Bounce"]),
        ("bounce+x@simulator.example", ["Bounce"]),
        ("complaint@simulator.amazonses.com", ["Delivery", "Complaint"]),
        ("bounce@mail.example", ["Delivery"]),
    ],
)
def test_the_simulators_addresses_behave_as_they_are_called(
    laptop: Laptop, recipient: str, kinds: list[str]
) -> None:
    laptop.ask("POST", "/v1/mail", {"to": recipient})
    laptop.ask("POST", "/dev/drain")

    events = [event for batch in laptop.seen("settle") for event in batch]
    assert sorted(event["eventType"] for event in events) == sorted(kinds)


def test_the_table_streams_in_order(laptop: Laptop) -> None:
    for number in range(5):
        laptop.ask("POST", "/v1/rows", {"pk": f"A#acc#{number}"})
    laptop.ask("POST", "/dev/drain")

    keys = [key for batch in laptop.seen("fold_stream") for key in batch]
    assert keys == [f"A#acc#{number}" for number in range(5)]


def test_the_clock_moves_and_sweeps_at_the_minute_that_something_is_due(laptop: Laptop) -> None:
    start = laptop.product.clock.now()
    due = start + timedelta(hours=30, minutes=10)
    laptop.ask("POST", "/v1/rows", {"pk": "A#acc#1", "due_at": due.isoformat()})
    end = laptop.ask("POST", "/dev/clock", {"advance_seconds": 2 * 24 * 3600})

    sweeps = laptop.times("sweep")
    after = min(at for at in sweeps if at >= due)
    assert after - due <= timedelta(seconds=61)
    assert datetime.fromisoformat(end["now"]) - start >= timedelta(days=2)
    assert len(sweeps) < 200


def test_each_minute_sweeps_once(laptop: Laptop) -> None:
    for sweeps in (1, 2, 3):
        laptop.ask("POST", "/dev/clock", {"advance_seconds": 60})

        assert len(laptop.times("sweep")) == sweeps


@pytest.mark.parametrize("seconds", [-1, "60", None, True, 1e12])
def test_the_clock_takes_only_sensible_steps(laptop: Laptop, seconds: object) -> None:
    answer = laptop.ask("POST", "/dev/clock", {"advance_seconds": seconds})

    assert answer["status"] == 422


def test_faults_strike_the_product_and_spare_what_aws_does_itself(laptop: Laptop) -> None:
    pending = laptop.ask("POST", "/dev/faults", {"call": "sqs.*", "kind": "error", "times": 1})
    laptop.raw("POST", "/dev/mail?to=a@in.deskhand.example", MAIL)
    laptop.ask("POST", "/dev/drain")

    assert len(laptop.seen("receive_mail")) == 1
    assert pending == laptop.ask("GET", "/dev/faults")


def test_a_lost_reply_leaves_the_mail_in_the_outbox(laptop: Laptop) -> None:
    laptop.ask("POST", "/dev/faults", {"call": "sesv2.SendEmail", "kind": "lost_reply", "times": 1})
    with skipped_waits():
        laptop.raw(
            "POST", "/v1/mail", b'{"to": "a@b.example"}', **{"content-type": "application/json"}
        )

    assert len(laptop.ask("GET", "/dev/outbox")["data"]) == 1


@pytest.mark.parametrize(
    "body", [{}, {"call": "x", "kind": "flood"}, {"call": "x", "kind": "error", "times": "many"}]
)
def test_a_fault_that_is_none_is_refused(laptop: Laptop, body: object) -> None:
    assert laptop.ask("POST", "/dev/faults", body)["status"] == 422


def test_a_link_to_a_file_downloads_until_it_expires(laptop: Laptop) -> None:
    files = laptop.product.ports.files
    files.put("acc_1/f", b"<p>", content_type="text/html")
    link = files.link("acc_1/f", name="a b.html", content_type="text/html")
    target = link.removeprefix("http://localhost:1")

    found = laptop.raw("GET", target)
    laptop.ask("POST", "/dev/clock", {"advance_seconds": 301})

    assert (found.status, found.body) == (200, b"<p>")
    assert dict(found.headers)["Content-Type"] == "application/octet-stream"
    assert dict(found.headers)["Content-Disposition"].startswith("attachment;")
    assert laptop.raw("GET", target).status == 403


def test_only_the_queue_that_something_was_sent_to_is_asked(laptop: Laptop) -> None:
    cloud = laptop.product.cloud

    with cloud.gate.recorded() as calls:
        laptop.product.ports.queues.put("jobs", ["{}"])
        laptop.product.loop.drain()

    asked = {call.parameters()["QueueUrl"] for call in calls if call.name == "sqs.ReceiveMessage"}
    assert asked == {cloud.queues["jobs"].url}
