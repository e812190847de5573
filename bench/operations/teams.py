"""Teams, and who is in the shop's segments."""

from bench.registry import Action, operation
from bench.shop import ANNA, Shop, shop
from bench.stage import Stage

TEAMS = "/v1/teams"
TEAM = "/v1/teams/{team_id}"


def _body(open_shop: Shop, name: str) -> dict[str, object]:
    agent_ids = [open_shop.founded.owner.id]
    return {"name": name, "description": "Whoever sends it back", "agent_ids": agent_ids,
            "tags": ["returns"], "segments": ["VIP"]}  # fmt: skip


def _team(open_shop: Shop, name: str = "Returns") -> str:
    return open_shop.api().json("POST", TEAMS, _body(open_shop, name))["id"]


@operation("the teams", requests=1, read=2, write=0)
def teams(stage: Stage) -> Action:
    """List ten."""
    open_shop = shop(stage)
    for number in range(10):
        _team(open_shop, f"Team {number}")
    return open_shop.api().warm("GET", TEAMS)


@operation("a team is added", requests=4, read=4, write=8)
def add(stage: Stage) -> Action:
    """Read teams and agents, write the team, and show it."""
    open_shop = shop(stage)
    _team(open_shop)
    return open_shop.api().warm("POST", TEAMS, _body(open_shop, "Sizes"))


@operation("a team changes", requests=4, read=4, write=8)
def change(stage: Stage) -> Action:
    """Give it another tag."""
    open_shop = shop(stage)
    team_id = _team(open_shop)
    return open_shop.api().warm("PATCH", TEAM, {"tags": ["sizes"]}, team_id=team_id)


@operation("a team ends", requests=2, read=1, write=6)
def end(stage: Stage) -> Action:
    """Take it away."""
    open_shop = shop(stage)
    team_id = _team(open_shop)
    return open_shop.api().warm("DELETE", TEAM, team_id=team_id)


@operation("a customer enters a segment", requests=5, read=3, write=2)
def enter(stage: Stage) -> Action:
    """Find the customer by their address, as another system does."""
    open_shop = shop(stage)
    open_shop.ticket()
    body = {"email": ANNA, "add_segments": ["VIP"]}
    return open_shop.api().warm("POST", "/v1/customers/identify", body)
