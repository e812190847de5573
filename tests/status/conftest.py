"""A shop in a table of its own, as the tests of faults have it, and what makes its work fail."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from chalicelib import settings, wiring
from chalicelib.messaging import due
from chalicelib.status import fold, note
from chalicelib.table.row import Row
from tests.conftest import REGION
from tests.faults.conftest import cloud, images, shop

__all__ = ["cloud", "images", "shop"]
TABLE = "deskhand-status"
Breaks = Callable[[Exception | None], None]


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


@pytest.fixture(autouse=True)
def fresh(request: pytest.FixtureRequest) -> None:
    """Let the process remember nothing of the shop, which is the same in each test."""
    account_id = request.getfixturevalue("shop").account.id
    fold.forget(account_id)
    note.forget(account_id)


@pytest.fixture
def breaks(monkeypatch: pytest.MonkeyPatch) -> Breaks:
    """Return what makes tickets that fall due fail with an error; None mends that."""
    well = due.come_due

    def fail(error: Exception | None) -> None:
        def come_due(desk: Any, ticket_id: str) -> object:
            if error is not None:
                raise error
            return well(desk, ticket_id)

        monkeypatch.setattr(due, "come_due", come_due)

    return fail
