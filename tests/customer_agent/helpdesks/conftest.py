"""The shops of `tests/accounts`, Zendesk and Gorgias beside them, and ways to be told by both."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from chalicelib import jobs as handlers
from chalicelib.accounts.model import Role
from chalicelib.customer_agent.helpdesks.model import Helpdesk
from dev.providers.gorgias import Gorgias
from dev.web.exchange import Asked
from tests.accounts.conftest import Jobs, jobs, other_shop, shop, whole
from tests.accounts.shop import Shop
from tests.customer_agent.helpdesks.world import BODIES, SITE, Elsewhere, elsewhere
from tests.edge import Edge
from tests.kit.http_world import World

__all__ = ["jobs", "other_shop", "shop", "whole"]
Tell = Callable[[], list[int]]


@pytest.fixture
def both(world: World) -> dict[Helpdesk, Elsewhere]:
    """Return Zendesk and Gorgias; nobody is connected yet."""
    return elsewhere(world)


@pytest.fixture(params=[Helpdesk.zendesk, Helpdesk.gorgias])
def helpdesk(request: pytest.FixtureRequest) -> Helpdesk:
    """Return one, then the other."""
    return request.param


@pytest.fixture
def manage(whole: Edge, shop: Shop) -> Any:
    """Return a way to ask as a manager."""
    return partial(whole.call, Authorization=f"Bearer {shop.session(shop.hire(Role.manager))}")


@pytest.fixture
def connected(manage: Any, both: dict[Helpdesk, Elsewhere]) -> dict[Helpdesk, Elsewhere]:
    """Connect both, with what tells of answers in place."""
    for helpdesk, body in BODIES.items():
        status, shown, _ = manage("PUT", f"/v1/helpdesks/{helpdesk.value}", body)
        assert status == 200, shown
        stand_in = both[helpdesk].stand_in
        if isinstance(stand_in, Gorgias):
            stand_in.integrate(SITE, shown["webhook_url"], shown["webhook_secret"])
        both[helpdesk].sent.clear()
    return both


@pytest.fixture
def tell(whole: Edge, jobs: Jobs, both: dict[Helpdesk, Elsewhere]) -> Tell:
    """Return a way to deliver what both have to tell, and to work it off."""

    def deliver() -> list[int]:
        told = [asked for each in both.values() for asked in each.stand_in.reports()]
        statuses = [knock(whole, asked) for asked in told]
        for order in jobs():
            if order["job"] == "helpdesk_delivery":
                handlers.run_job(json.dumps(order))
        return statuses

    return deliver


def knock(whole: Edge, asked: Asked, **headers: str) -> int:
    """Deliver to the product over HTTP; return what it answers."""
    sent = {**asked.headers, **{name.replace("_", "-"): text for name, text in headers.items()}}
    answer = whole.client.http.request(
        asked.method, asked.target, headers=dict(sent), body=asked.body
    )
    return answer.status_code
