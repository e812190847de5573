"""A table of its own, with a stream, and shops to break things in."""

from collections.abc import Iterator
from dataclasses import replace

import boto3
import pytest

from chalicelib import settings, wiring
from chalicelib.accounts import storage
from chalicelib.table.row import Row
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
    boto3.client("dynamodb", region_name=REGION).update_table(
        TableName=TABLE,
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
    )
    return own


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
    if "shop" not in images:
        made = found(cloud)
        images["shop"] = cloud.image(), made
    image, made = images["shop"]
    cloud.restore(image)
    storage.forget(made.account.id)
    return replace(made, cloud=cloud, said=[], tokens=dict(made.tokens))
