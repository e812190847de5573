"""One table, two versions of the product: whose turn it is, chance decides, call by call."""

import os
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import boto3
from moto import mock_aws

from app import app
from chalicelib import settings, wiring
from chalicelib.table.row import Row
from chalicelib.telemetry.log import output
from dev.aws.direct import answer_directly
from dev.aws.gate import gate, install
from dev.web.exchange import Answered, Asked
from tests.conftest import REGION, provision
from tests.faults.cloud import Cloud
from tests.kit.http_world import World
from tests.mixed.link import OtherVersion

_AWS = {
    "AWS_ACCOUNT_ID_ENDPOINT_MODE": "disabled",
    "AWS_DEFAULT_REGION": REGION,
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_SESSION_TOKEN": "testing",
}


@dataclass(slots=True, kw_only=True)
class MixedCloud(Cloud):
    """AWS in the minutes of a deploy: each request and each call of a function meets either."""

    other: OtherVersion
    chance: random.Random
    other_share: float = 0.5
    """How many of the calls go to the other version; 0 and 1 leave no chance."""
    turns: Counter[str] = field(default_factory=Counter[str])

    def invoke(self, handler: str, event: dict[str, Any]) -> Any:
        """Call a function of one of them."""
        if self._is_others(handler):
            return self.other.call("invoke", self.world.now, handler, event)
        return app.handler_map[handler](event, None)

    def answer(self, asked: Asked) -> Answered:
        """Let one of them answer."""
        if self._is_others("api"):
            return self.other.answer(self.world.now, asked)
        return Cloud.answer(self, asked)

    def raw_rows(self) -> list[dict[str, Any]]:
        """Return every row as DynamoDB writes it."""
        items = self.moto_table().items.values()
        return [item.to_json()["Attributes"] for some in items for item in some.values()]

    def _is_others(self, what: str) -> bool:
        is_others = self.chance.random() < self.other_share
        self.turns[f"{what} by {'the other' if is_others else 'this'} version"] += 1
        return is_others


@contextmanager
def mixed(tree: Path, *, seed: int) -> Iterator[MixedCloud]:
    """Yield a new installation that this version shares with the one in a folder."""
    os.environ.update(_AWS)
    install()
    answer_directly()
    world, chance = World(), random.Random(seed)
    with ExitStack() as stack, Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        output.stream = nowhere
        stack.enter_context(mock_aws())
        environment = provision()
        ports = _ports(environment, world)
        wiring.install(ports)
        stack.callback(wiring.install, None)
        _make_table(environment["DESKHAND_TABLE"])
        theirs = {**os.environ, **environment, "PYTHONPATH": str(tree)}
        other = OtherVersion(tree, theirs, world.http, chance.randrange(10**6))
        stack.callback(other.stop)
        table = environment["DESKHAND_TABLE"]
        cloud = MixedCloud(ports=ports, table=table, world=world, other=other, chance=chance)
        stack.enter_context(gate.around(cloud.watch, inside=True))
        yield cloud


def _ports(environment: dict[str, str], world: World) -> wiring.Ports:
    return replace(
        wiring.build(settings.load(environment), clock=world.clock),
        http=world.http,
        randomness=world.randomness,
        sleep=world.slept.append,
    )


def _make_table(name: str) -> None:
    Row.create_table(wait=True)
    stream = {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
    boto3.client("dynamodb", region_name=REGION).update_table(
        TableName=name, StreamSpecification=stream
    )
