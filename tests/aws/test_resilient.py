"""What is tried again, how long is waited, and when a host is left alone (F-45)."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from threading import Barrier, BrokenBarrierError

import pytest

from chalicelib.aws.resilient import MOST_CIRCUITS, ResilientHttp
from chalicelib.core.desk import Reply
from chalicelib.core.errors import DeliveryFailed, Unavailable, Uncertain
from tests.kit.http_world import Sent, World, reply

URL = "https://api.example/things"
HALF = b"\x80\0\0\0"


class Patient:
    """The client under test in a world of its own; sleeping moves the clock."""

    def __init__(self, world: World, *answers: Reply | Exception) -> None:
        self.world, self.slept = world, list[float]()
        self.client = ResilientHttp(
            world.http, clock=world.clock, randomness=lambda _: HALF, sleep=self._sleep
        )
        if answers:
            world.http.on("*", "https://*", *answers)

    def ask(self, method: str = "GET", url: str = URL, **headers: str) -> int:
        return self.client.request(method, url, headers=headers, body=None).status

    def fail(self, times: int, **headers: str) -> None:
        for _ in range(times):
            with pytest.raises(Unavailable):
                self.ask("POST", **headers)

    def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.world.pass_time(seconds=seconds)


DOWN = Unavailable("Down.")
SILENT = Uncertain("Silent.")
IDEMPOTENT = {"Idempotency-Key": "k"}


@pytest.mark.parametrize(
    ("method", "headers", "answers", "status", "tries"),
    [
        ("GET", {}, [reply(200)], 200, 1),
        ("GET", {}, [reply(404)], 404, 1),
        ("GET", {}, [reply(503), reply(200)], 200, 2),
        ("GET", {}, [reply(500)], 500, 3),
        ("GET", {}, [reply(429), reply(200)], 200, 2),
        ("POST", {}, [reply(429), reply(200)], 200, 2),
        ("POST", {}, [reply(500), reply(200)], 500, 1),
        ("POST", {}, [reply(503), reply(200)], 503, 1),
        ("POST", IDEMPOTENT, [reply(502), reply(200)], 200, 2),
        ("PUT", {}, [reply(502), reply(200)], 200, 2),
        ("PATCH", {}, [reply(502), reply(200)], 502, 1),
    ],
)
def test_only_what_did_nothing_or_may_be_done_twice_is_repeated(
    world: World,
    method: str,
    headers: dict[str, str],
    answers: list[Reply],
    status: int,
    tries: int,
) -> None:
    patient = Patient(world, *answers)

    assert patient.ask(method, **headers) == status
    assert len(world.http.sent) == tries


@pytest.mark.parametrize("error", [DOWN, SILENT, DeliveryFailed("No.", permanent=True)])
def test_what_brought_no_answer_is_not_repeated(world: World, error: Exception) -> None:
    patient = Patient(world, error, reply(200))

    with pytest.raises(type(error)):
        patient.ask("POST")
    assert len(world.http.sent) == 1


@pytest.mark.parametrize(
    ("told", "slept"),
    [
        ("", [0.1, 0.2]),
        ("nonsense", [0.1, 0.2]),
        ("-3", [0.1, 0.2]),
        ("1", [1.1, 1.2]),
        ("5", []),
        ("999999999999999999999", []),
        ("Wed, 04 Mar 2026 12:00:02 GMT", [2.1]),
        ("Wed, 04 Mar 2026 13:00:00 GMT", []),
        ("Wed, 04 Mar 2020 12:00:00 GMT", [0.1, 0.2]),
    ],
)
def test_waits_are_drawn_and_a_wish_to_be_left_alone_is_kept(
    world: World, told: str, slept: list[float]
) -> None:
    patient = Patient(world, reply(429, headers={"retry-after": told}))
    patient.ask()

    assert patient.slept[: len(slept)] == pytest.approx(slept)
    assert len(world.http.sent) == len(patient.slept) + 1


def test_nothing_begins_after_the_time_that_whoever_waits_has(world: World) -> None:
    def slow(_sent: Sent) -> Reply:
        world.pass_time(seconds=4.95)
        return reply(500)

    world.http.on("GET", URL, slow)

    assert Patient(world).ask() == 500
    assert len(world.http.sent) == 1


@pytest.mark.parametrize("failure", [DOWN, reply(500)], ids=["no answer", "5xx"])
def test_five_failures_in_a_row_and_the_host_is_asked_no_more(
    world: World, failure: Reply | Exception
) -> None:
    patient = Patient(world, failure)
    for _ in range(5):
        try:
            patient.ask("POST")
        except Unavailable:
            continue
    with pytest.raises(Unavailable) as refused:
        patient.ask()

    assert len(world.http.sent) == 5
    assert refused.value.retry_after == 30


def test_one_probe_in_thirty_seconds_and_a_good_one_opens_the_way(world: World) -> None:
    patient = Patient(world, *[DOWN] * 6, reply(200))
    patient.fail(7)
    assert len(world.http.sent) == 5
    world.pass_time(seconds=30)
    patient.fail(3)
    assert len(world.http.sent) == 6
    world.pass_time(seconds=30)

    assert [patient.ask(), patient.ask()] == [200, 200]


def test_of_many_threads_one_probes(world: World) -> None:
    patient, barrier = Patient(world, *[DOWN] * 5, SILENT), Barrier(8)
    patient.fail(5)
    world.pass_time(seconds=30)

    def ask() -> str:
        barrier.wait()
        try:
            return str(patient.ask("POST"))
        except (Unavailable, Uncertain) as error:
            return error.code

    with ThreadPoolExecutor(8) as pool:
        told = sorted(future.result() for future in [pool.submit(ask) for _ in range(8)])
    assert told == ["unavailable"] * 7 + ["uncertain"]
    assert len(world.http.sent) == 6


def test_who_looks_at_the_same_moment_does_not_probe_twice(world: World) -> None:
    patient, meeting = Patient(world, *[DOWN] * 5, SILENT), Barrier(2)
    patient.fail(5)
    world.pass_time(seconds=30)

    def clock() -> datetime:
        with suppress(BrokenBarrierError):  # nobody else comes in while one looks
            meeting.wait(0.2)
        return world.now

    patient.client._clock = clock
    with ThreadPoolExecutor(2) as pool:
        tried = [pool.submit(patient.ask, "POST") for _ in range(2)]
    assert {type(each.exception()) for each in tried} == {Unavailable, Uncertain}
    assert len(world.http.sent) == 6


def test_other_hosts_are_asked_as_ever(world: World) -> None:
    patient = Patient(world, *[DOWN] * 5, reply(200))
    patient.fail(5)

    assert patient.ask(url="https://other.example/") == 200


@pytest.mark.parametrize("name", ["authorization", "Authorization", "X-Recharge-Access-Token"])
def test_one_merchant_who_asks_too_often_stops_nobody_else(world: World, name: str) -> None:
    patient = Patient(world, *[reply(429)] * 6, reply(200))
    patient.ask(**{name: "Bearer eager"})
    patient.ask(**{name: "Bearer eager"})

    with pytest.raises(Unavailable):
        patient.ask(**{name.lower(): "Bearer eager"})
    assert patient.ask(**{name: "Bearer calm"}) == 200


def test_memory_of_failing_hosts_is_bounded(world: World) -> None:
    patient = Patient(world, DOWN)
    for number in range(MOST_CIRCUITS):
        with pytest.raises(Unavailable):
            patient.ask(url=f"https://host{number}.example/")

    assert len(patient.client._circuits) == MOST_CIRCUITS


def test_an_address_that_makes_no_sense_is_the_guarded_clients_to_refuse(world: World) -> None:
    def refuse(_sent: Sent) -> Reply:
        raise DeliveryFailed("No.", permanent=True)

    world.http.on("GET", "https://[[]*", refuse)
    with pytest.raises(DeliveryFailed):
        Patient(world).ask(url="https://[nonsense")


def test_files_that_are_too_large_close_the_host_to_nobody(world: World) -> None:
    patient = Patient(world, *[DeliveryFailed("Too large.", permanent=True)] * 20, reply(200))
    for _ in range(20):
        with pytest.raises(DeliveryFailed):
            patient.ask()

    assert patient.ask() == 200


def signed(key: str, at: int) -> str:
    scope = f"Credential={key}/20260304/eu-central-1/sms-voice/aws4_request"
    return f"AWS4-HMAC-SHA256 {scope}, SignedHeaders=host;x-amz-date, Signature={at:064x}"


def test_a_merchant_who_signs_anew_each_time_is_known_again(world: World) -> None:
    patient = Patient(world, reply(429, headers={"retry-after": "60"}))
    for at in range(20):
        with suppress(Unavailable):
            patient.ask(Authorization=signed("AKIAONE", at))

    assert len(world.http.sent) < 20
    assert patient.ask(Authorization=signed("AKIATWO", 1)) == 429
