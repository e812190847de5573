"""The whole product in one process: AWS on moto, the app behind a gateway, pumps between them."""

import os
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import quote, urlencode

from botocore.awsrequest import AWSResponse
from chalice.app import Chalice
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.dynamodb.models import dynamodb_backends

from chalicelib import settings, wiring
from chalicelib.aws.clients import Clients
from chalicelib.aws.files import S3Files
from chalicelib.aws.http import GuardedHttp
from chalicelib.aws.queues import SqsQueues
from chalicelib.aws.resilient import ResilientHttp
from chalicelib.core.desk import Form
from chalicelib.core.moments import from_rfc3339
from dev.aws import cloud
from dev.aws.faults import Faults
from dev.aws.gate import Call, Send
from dev.aws.post import Post
from dev.clock import Clock
from dev.lambdas import Lambdas
from dev.providers.exchange import Place
from dev.providers.network import Network
from dev.providers.phones import Phones
from dev.pumps.haste import Haste
from dev.pumps.later import LaterPump
from dev.pumps.loop import Loop, Pump
from dev.pumps.queue import QueuePump
from dev.pumps.schedule import PERIOD, SchedulePump
from dev.pumps.stream import StreamPump
from dev.transcript import Transcript
from dev.web.gateway import Gateway

_WRITES = ("Put", "Update", "Delete", "Transact", "BatchWrite")


class ReachableFiles(S3Files):
    """Files whose links and forms lead to this server: nothing listens where S3's would lead."""

    def __init__(
        self, clients: Clients, bucket: str, *, base_url: str, clock: Callable[[], datetime]
    ) -> None:
        """`base_url` is this server's."""
        super().__init__(clients, bucket, clock)
        self._base_url = base_url

    @property
    def origin(self) -> str:
        """Return this server's own."""
        return self._base_url

    def form(self, key: str, *, name: str, content_type: str, size: int) -> Form:
        """Return S3's own form, to be posted here."""
        form = super().form(key, name=name, content_type=content_type, size=size)
        return replace(form, url=f"{self._base_url}/dev/files")

    def _address(self, key: str, name: str, content_type: str, *, seconds: int) -> str:
        """Return a link to /dev/files that expires by the product's clock."""
        until = int(self._clock().timestamp()) + seconds
        query = urlencode({"name": name, "type": content_type, "until": until})
        return f"{self._base_url}/dev/files/{quote(key)}?{query}"


_KEEPS = {"deliver"}
"""Queues whose delays somebody sees; others wait for other processes, and here is only one."""
_GATHERS = {"jobs"}
_GATHERED_FOR = timedelta(seconds=20)
"""What AWS gathers for minutes is not done for each message here, and not so late either."""


class PromptQueues(SqsQueues):
    """Queues on the product's clock, and mostly with short delays or none."""

    def __init__(self, clients: Clients, urls: Mapping[str, str], later: LaterPump) -> None:
        """`later` keeps what is delayed after all."""
        super().__init__(clients, urls)
        self._later = later

    def put(
        self, queue: str, bodies: list[str], *, delay: timedelta = timedelta(), tenant: str = ""
    ) -> None:
        """Hand over every body, mostly at once, so that draining carries it too."""
        hand_over = partial(super().put, queue, bodies)
        if delay and queue in _KEEPS:
            self._later.keep(delay, hand_over)
        elif delay and queue in _GATHERS:
            self._later.keep(min(delay, _GATHERED_FOR), hand_over, is_pause=True)
        else:
            hand_over()


class Product:
    """Everything that runs; made in the order in which AWS would be set up."""

    def __init__(
        self,
        load_app: Callable[[], Chalice],
        *,
        base_url: str,
        is_quiet: bool = False,
        at: datetime | None = None,
    ) -> None:
        """`load_app` is called once the environment says where everything is."""
        self.base_url = base_url
        self.clock = Clock(at)
        self.transcript = Transcript(self.clock.now, is_quiet=is_quiet)
        self.faults = Faults()
        self.cloud = cloud.start()
        os.environ.update(self.cloud.environment(base_url))
        place = Place(phones=Phones(), clock=self.clock.now, base_url=base_url)
        self.network = Network(place, GuardedHttp(is_local_allowed=True))
        self.later = LaterPump(self.clock.now)
        self.ports = self._ports()
        wiring.install(self.ports)
        self.app = load_app()
        self.gateway = Gateway(self.app)
        self.network.deliver = self.gateway.answer
        self.post = Post(self.cloud, self.clock.now)
        self.stream: StreamPump | None = None
        self.loop = Loop(self._pumps(Lambdas(self.app, self.transcript)), self.transcript)
        self._queue_pumps = [each for each in self.loop.pumps if isinstance(each, QueuePump)]
        self._layers = (self._after, self._spoil)
        for layer in self._layers:
            self.cloud.gate.add(layer)
        self._moving = threading.Lock()

    def start(self) -> None:
        """Start the pumps."""
        self.loop.start()

    def stop(self) -> None:
        """Stop the pumps and take AWS away."""
        self.loop.stop()
        for layer in self._layers:
            self.cloud.gate.remove(layer)
        wiring.install(None)
        self.cloud.stop()

    def advance(self, span: timedelta) -> datetime:
        """Move the clock, and run on the way what falls due, in order and to the end."""
        with self._moving:
            target = self.clock.now() + span
            while (now := self.clock.now()) < target:
                self.clock.advance(min(self._next_stop(target), target) - now)
                self.loop.drain(Haste.pauses)
            return self.clock.now()

    def dead_letters(self) -> list[dict[str, Any]]:
        """Return what no handler could do."""
        sqs = self.cloud.client("sqs")
        letters: list[dict[str, Any]] = []
        for queue in self.cloud.queues.values():
            found = sqs.receive_message(
                QueueUrl=queue.dead_letters_url, MaxNumberOfMessages=10, VisibilityTimeout=0
            )
            bodies = [message["Body"] for message in found.get("Messages", [])]
            letters += [{"queue": queue.name, "body": body} for body in bodies]
        records = self.stream.put_aside if self.stream else []
        return letters + [{"queue": "stream", "body": record} for record in records]

    def _ports(self) -> wiring.Ports:
        chosen = settings.load()
        clients = Clients(chosen.region, self.cloud.session)
        files = ReachableFiles(
            clients, chosen.files_bucket, base_url=self.base_url, clock=self.clock.now
        )
        built = wiring.build(chosen, clock=self.clock.now, clients=clients)
        queues = PromptQueues(clients, chosen.queues, self.later)
        http = ResilientHttp(
            self.network, clock=self.clock.now, randomness=os.urandom, sleep=time.sleep
        )
        return replace(built, files=files, http=http, queues=queues)

    def _pumps(self, lambdas: Lambdas) -> Sequence[Pump]:
        pumps: list[Pump] = []
        for name, work in cloud.QUEUES.items():
            if handler := lambdas.find(work.handler):
                sqs, queue = self.cloud.client("sqs"), self.cloud.queues[name]
                pumps.append(
                    QueuePump(sqs, queue, handler, clock=self.clock.now, transcript=self.transcript)
                )
        if handler := lambdas.find("fold_stream"):
            source = cloud.stream_records(self.clock.now)
            self.stream = StreamPump(source, handler, transcript=self.transcript)
            pumps.append(self.stream)
        if handler := lambdas.find("sweep"):
            pumps.append(SchedulePump("sweep", handler, clock=self.clock.now))
        return [*pumps, self.later, self.post, self.network]

    def _next_stop(self, target: datetime) -> datetime:
        """Return the next moment at which something happens; a sweep that finds nothing is none."""
        now, moments = self.clock.now(), [target]
        for pump in self.loop.pumps:
            at = pump.next_at()
            if at is not None and not isinstance(pump, SchedulePump):
                moments.append(at)
            elif at is not None:
                moments.append(_sweep_for(self._first_due(), at, target))
        return max(min(moments), now + timedelta(milliseconds=1))

    def _first_due(self) -> datetime | None:
        table = dynamodb_backends[DEFAULT_ACCOUNT_ID][cloud.REGION].tables[cloud.TABLE]
        with self.cloud.gate.lock:
            found = [
                item.attrs.get("due_at")
                for partition in table.items.values()
                for item in partition.values()
            ]
        texts = [moment.value for moment in found if moment is not None]
        return from_rfc3339(min(texts)) if texts else None

    def _after(self, call: Call, send: Send) -> AWSResponse:
        response = send()
        self.post.watch(call, response)
        _, _, operation = call.name.partition(".")
        if operation.startswith("SendMessage"):
            url = call.parameters().get("QueueUrl")
            for pump in self._queue_pumps:
                if pump.url == url:
                    pump.notice()
        if operation.startswith((*_WRITES, "SendMessage")):
            self.loop.wake()
        return response

    def _spoil(self, call: Call, send: Send) -> AWSResponse:
        if not self.faults.pending() or cloud.is_backstage(call):
            return send()
        return self.faults(call, send)


def _sweep_for(due: datetime | None, next_sweep: datetime, latest: datetime) -> datetime:
    """Return the first sweep that finds something, or the last one before `latest`."""
    found_by = min(due or latest, latest)
    late = max(found_by - next_sweep, timedelta())
    return next_sweep + PERIOD * -(-late // PERIOD)
