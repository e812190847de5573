"""A table of its own, with a stream, and shops to break things in."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from chalicelib import settings, wiring
from chalicelib.accounts import storage
from chalicelib.table.row import Row
from chalicelib.teams import storage as teams
from dev.aws.gate import gate
from tests.conftest import REGION
from tests.faults.cloud import Cloud
from tests.faults.shop import Shop, found
from tests.kit.http_world import World

TABLE = "deskhand-faults"


@pytest.fixture(scope="session")
def table(aws: settings.Settings) -> settings.Settings:
    """Return the settings with a table that no other tests fill: sweeps look at all of it."""
    own = replace(aws, table=TABLE)
    wiring.build(own)
    Row.create_table(wait=True)
    with suppress(ClientError):  # another folder's tests may have made it
        boto3.client("dynamodb", region_name=REGION).update_table(
            TableName=TABLE,
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
        )
    return own


@dataclass(slots=True)
class Installation:
    """Ports that all tests share, since building their clients takes a while."""

    ports: wiring.Ports
    connection: Any
    world: World

    def enter(self, world: World) -> wiring.Ports:
        """Put them into a test's world."""
        self.world = world
        meta: Any = Row.Meta
        meta.table_name = TABLE
        Row._connection = self.connection
        wiring.install(self.ports)
        return self.ports


@pytest.fixture(scope="session")
def installation(table: settings.Settings) -> Installation:
    """Return the ports, in no world yet."""
    built = wiring.build(table, clock=lambda: installed.world.clock())
    ports = replace(
        built,
        randomness=lambda size: installed.world.randomness(size),
        sleep=lambda seconds: installed.world.slept.append(seconds),
    )
    installed = Installation(ports, Row._get_connection(), World())
    return installed


@pytest.fixture
def ports(installation: Installation, world: World) -> Iterator[wiring.Ports]:
    """Install the shared ports in this test's world."""
    yield installation.enter(world)
    wiring.install(None)


@pytest.fixture
def cloud(ports: wiring.Ports, table: settings.Settings, world: World) -> Iterator[Cloud]:
    """Yield what AWS does by itself."""
    cloud = Cloud(ports, table.table, world)
    with gate.around(cloud.watch, inside=True):
        yield cloud
        cloud.forget()


@pytest.fixture(scope="session")
def images() -> dict[str, tuple[bytes, Shop]]:
    """Return where the first test leaves its shop for the others: building one takes a while."""
    return {}


@pytest.fixture
def shop(cloud: Cloud, images: dict[str, tuple[bytes, Shop]]) -> Shop:
    """Return a shop, alone in the table."""
    cloud.forget()
    if not cloud.is_movable:
        return found(cloud)
    if "shop" not in images:
        made = found(cloud)
        cloud.posted.clear()
        images["shop"] = cloud.image(), made
    image, made = images["shop"]
    cloud.restore(image)
    storage.forget(made.account.id)
    teams.forget(made.account.id)
    return replace(made, cloud=cloud, said=[], tokens=dict(made.tokens))
