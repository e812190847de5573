"""A shop in a table of its own, as the tests of faults have it."""

from contextlib import suppress
from dataclasses import replace

import boto3
import pytest
from botocore.exceptions import ClientError

from chalicelib import settings, wiring
from chalicelib.table.row import Row
from tests.conftest import REGION
from tests.faults.conftest import cloud, images, shop

__all__ = ["cloud", "images", "shop"]
TABLE = "deskhand-messaging"


@pytest.fixture(scope="session")
def table(aws: settings.Settings) -> settings.Settings:
    """Return the settings with a table that these tests may empty."""
    own = replace(aws, table=TABLE)
    wiring.build(own)
    Row.create_table(wait=True)
    stream = {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
    with suppress(ClientError):  # another folder's tests may have made it
        boto3.client("dynamodb", region_name=REGION).update_table(
            TableName=TABLE, StreamSpecification=stream
        )
    return own
