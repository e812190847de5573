"""Teams, as the settings' pages make, order and end them."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Open, Part, Provoke
from tests.browser.product import Running

pytestmark = pytest.mark.browser


@pytest.fixture
def teams(product: Running) -> Iterator[None]:
    """End the teams that a test makes."""
    before = {team["id"]: team["order"] for team in every(product)}
    yield
    for team in every(product):
        if team["id"] not in before:
            product.ask("DELETE", f"/v1/teams/{team['id']}")
    for team_id, order in before.items():
        product.ask("PATCH", f"/v1/teams/{team_id}", {"order": order})


def every(product: Running) -> list[dict[str, Any]]:
    return product.ask("GET", "/v1/teams")["data"]


def team(product: Running, name: str) -> dict[str, Any]:
    return next(each for each in every(product) if each["name"] == name)


def made(product: Running, name: str, **more: object) -> str:
    body = {"name": name, "agent_ids": [product.agent("support")["id"]], **more}
    return product.ask("POST", "/v1/teams", body)["id"]


def card(part: Locator, name: str) -> Locator:
    heading = part.page.get_by_role("heading", name=name, exact=True)
    return part.get_by_role("listitem").filter(has=heading)


@pytest.mark.acceptance(83, 93, 94)
@pytest.mark.usefixtures("teams")
def test_a_team_is_added(settings: Part, product: Running) -> None:
    part = settings("Teams", "Teams")
    part.get_by_text("Add team").click()
    part.get_by_label("Name", exact=True).fill("Wholesale")
    part.get_by_label("Description").fill("Shops that buy from us")
    part.get_by_label("Maya Rossi").check()
    for label, word in (("Tags", "pricing"), ("Tags", "bulk order"), ("Segments", "Retailers")):
        part.get_by_label(label, exact=True).fill(word)
        part.page.keyboard.press("Enter")
    part.get_by_role("button", name="Remove pricing").click()
    part.get_by_role("button", name="Add", exact=True).click()

    expect(card(part, "Wholesale")).to_contain_text("Wants: bulk order, customers in Retailers")
    expect(part.get_by_label("Name", exact=True)).to_have_value("")
    saved = team(product, "Wholesale")
    assert saved["agent_ids"] == [product.agent("manager")["id"]]
    assert (saved["tags"], saved["segments"]) == (["bulk order"], ["Retailers"])


@pytest.mark.acceptance(94)
@pytest.mark.usefixtures("teams")
def test_a_team_is_changed_by_keyboard_alone(settings: Part, product: Running) -> None:
    made(product, "Slow lane", tags=["slow"])
    lane = card(settings("Teams", "Teams"), "Slow lane")
    keyboard = lane.page.keyboard
    lane.get_by_text("Change Slow lane").focus()
    keyboard.press("Enter")
    lane.get_by_label("Tags", exact=True).focus()
    expect(lane.get_by_label("Tags", exact=True)).to_be_focused()
    keyboard.type("shipping,")
    keyboard.type("late")
    lane.get_by_role("button", name="Save Slow lane").focus()
    keyboard.press("Enter")

    expect(lane.get_by_text("Saved.")).to_be_visible()
    assert team(product, "Slow lane")["tags"] == ["slow", "shipping", "late"]


@pytest.mark.acceptance(93)
@pytest.mark.usefixtures("teams")
def test_a_team_without_members_is_refused_where_they_stand(
    settings: Part, provokes: Provoke
) -> None:
    provokes("422 .*/v1/teams")
    part = settings("Teams", "Teams")
    part.get_by_text("Add team").click()
    part.get_by_label("Name", exact=True).fill("Nobody")
    part.get_by_role("button", name="Add", exact=True).click()

    members = part.get_by_role("group", name="Members")
    expect(members).to_have_accessible_description("A team has at least one agent.")
    expect(members).to_be_focused()


@pytest.mark.acceptance(94)
@pytest.mark.usefixtures("teams")
def test_too_many_tags_and_segments_are_refused_where_they_stand(
    settings: Part, provokes: Provoke
) -> None:
    provokes("422 .*/v1/teams")
    part = settings("Teams", "Teams")
    part.get_by_text("Add team").click()
    part.get_by_label("Name", exact=True).fill("Crowd")
    part.get_by_label("Maya Rossi").check()
    part.get_by_label("Tags", exact=True).fill(",".join(f"tag {n}" for n in range(11)))
    part.get_by_label("Segments", exact=True).fill(",".join(f"list {n}" for n in range(10)))
    part.get_by_role("button", name="Add", exact=True).click()

    tags = part.get_by_label("Tags", exact=True)
    most = re.compile("^A team has at most 20 tags and segments together.")
    expect(tags).to_have_accessible_description(most)
    expect(part.get_by_role("button", name="Remove tag 10")).to_be_visible()


@pytest.mark.acceptance(95)
@pytest.mark.usefixtures("teams")
def test_teams_share_a_place_and_pass_each_other(settings: Part, product: Running) -> None:
    [first] = every(product)
    made(product, "Second")
    part = settings("Teams", "Teams")
    second = card(part, "Second")
    expect(second).to_contain_text("Asked in place 2.")
    expect(second.get_by_role("button", name="Move Second down")).to_be_disabled()

    second.get_by_role("button", name="Move Second up").click()
    expect(second).to_contain_text(f"Asked first, in turn with {first['name']}.")
    assert len({each["order"] for each in every(product)}) == 1
    second.get_by_role("button", name="Move Second up").click()
    expect(second).to_contain_text("Asked first.")

    assert [each["name"] for each in every(product)] == ["Second", first["name"]]


@pytest.mark.usefixtures("teams")
def test_a_team_is_removed(settings: Part, product: Running) -> None:
    made(product, "Christmas")
    part = settings("Teams", "Teams")
    card(part, "Christmas").get_by_role("button", name="Remove Christmas").click()
    asked = part.page.get_by_role("dialog", name="Remove the team Christmas?")
    expect(asked).to_contain_text("stay as they are")
    asked.get_by_role("button", name="Remove").click()

    expect(part.get_by_text("Christmas is gone.")).to_be_visible()
    expect(card(part, "Christmas")).to_have_count(0)
    assert "Christmas" not in [each["name"] for each in every(product)]


def test_support_sees_teams_and_changes_none(visit: Open, product: Running) -> None:
    page = visit("/console#/settings/teams", session=product.agent("support")["api_key"])
    part = page.get_by_role("region", name="Teams")

    expect(card(part, "Returns & refunds")).to_contain_text("Wants: returns")
    expect(part.get_by_role("button", name="Remove Returns & refunds")).to_be_disabled()
    part.get_by_text("Add team").click()
    expect(part.get_by_label("Name", exact=True)).to_be_disabled()
