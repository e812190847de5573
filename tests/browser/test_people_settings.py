"""People, as the settings' pages let them in and out; and oneself."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Open, Part, Provoke
from tests.browser.product import Running

pytestmark = pytest.mark.browser
OWNER, ADMIN = "Olivia Okafor", "Adam Lindqvist"


@pytest.fixture
def people(settings: Part) -> Locator:
    """Return the list of everybody, as the owner sees it."""
    part = settings("People", "Everybody")
    expect(part.get_by_role("listitem").first).to_be_visible()
    return part


def invited(product: Running, name: str, role: str = "support") -> str:
    address = f"{name.lower()}@fern.example"
    return product.ask("POST", "/v1/agents", {"name": name, "email": address, "role": role})["id"]


def person(people: Locator, name: str) -> Locator:
    heading = people.page.get_by_role("heading", name=name)
    return people.get_by_role("listitem").filter(has=heading)


def known(product: Running, name: str) -> dict[str, object]:
    every = product.ask("GET", "/v1/agents")["data"]
    return next(agent for agent in every if agent["name"] == name)


@pytest.mark.acceptance(2, 4)
def test_somebody_is_invited_by_keyboard_alone(people: Locator, product: Running) -> None:
    keyboard = people.page.keyboard
    people.get_by_text("Invite somebody").focus()
    keyboard.press("Enter")
    expect(people.get_by_label("Name", exact=True)).to_be_visible()
    keyboard.press("Tab")
    expect(people.get_by_label("Name", exact=True)).to_be_focused()
    keyboard.type("Nora Quick")
    keyboard.press("Tab")
    keyboard.type("nora@fern.example")
    keyboard.press("Enter")

    expect(people.get_by_text("Invited: a mail tells them")).to_be_visible()
    expect(person(people, "Nora Quick")).to_contain_text("Support, offline")
    assert known(product, "Nora Quick")["role"] == "support"


def test_an_address_that_is_none_is_told_beside_the_field(
    people: Locator, provokes: Provoke
) -> None:
    provokes("422 .*/v1/agents")
    people.get_by_text("Invite somebody").click()
    people.get_by_label("Name", exact=True).fill("Nobody")
    people.get_by_label("Email address").fill("nobody@nowhere")
    people.get_by_role("button", name="Invite").click()

    expect(people.get_by_label("Email address")).to_have_accessible_description(
        "This is no mail address. They sign in by a link that is mailed to it;"
        " they need no password."
    )
    expect(people.get_by_label("Email address")).to_be_focused()


def test_nobody_is_invited_twice(people: Locator, product: Running, provokes: Provoke) -> None:
    provokes("409 .*/v1/agents")
    people.get_by_text("Invite somebody").click()
    people.get_by_label("Name", exact=True).fill("Another")
    people.get_by_label("Email address").fill(product.agent("support")["email"])
    people.get_by_role("button", name="Invite").click()

    expect(people.get_by_text("Somebody with this address is in the team")).to_be_visible()


def test_a_role_is_changed(settings: Part, product: Running) -> None:
    invited(product, "Rolf")
    rolf = person(settings("People", "Everybody"), "Rolf")
    rolf.get_by_text("Change Rolf").click()
    rolf.get_by_label("Role").select_option("manager")
    rolf.get_by_role("button", name="Save Rolf").click()

    expect(rolf.get_by_text("Saved.")).to_be_visible()
    expect(rolf).to_contain_text("Manager, offline")
    assert known(product, "Rolf")["role"] == "manager"


def test_somebody_is_deactivated_and_let_back_in(settings: Part, product: Running) -> None:
    invited(product, "Dora")
    dora = person(settings("People", "Everybody"), "Dora")
    dora.get_by_role("button", name="Deactivate Dora").click()
    asked = dora.page.get_by_role("dialog", name="Deactivate Dora?")
    expect(asked).to_contain_text("Their open tickets stay theirs until you assign them")
    asked.get_by_role("button", name="Cancel").click()
    assert known(product, "Dora")["is_active"] is True

    dora.get_by_role("button", name="Deactivate Dora").click()
    asked.get_by_role("button", name="Deactivate").click()
    expect(dora).to_contain_text("deactivated")
    assert known(product, "Dora")["is_active"] is False
    dora.get_by_role("button", name="Reactivate Dora").click()
    expect(dora.get_by_role("button", name="Deactivate Dora")).to_be_visible()
    assert known(product, "Dora")["is_active"] is True


def test_the_shop_is_handed_over(settings: Part, product: Running) -> None:
    part = settings("People", "Everybody")
    expect(person(part, OWNER).get_by_role("button")).to_have_count(0)
    person(part, ADMIN).get_by_role("button", name=f"Make {ADMIN} the owner").click()
    asked = part.page.get_by_role("dialog")
    expect(asked).to_contain_text("and you become an admin")
    asked.get_by_role("button", name="Make owner").click()

    try:
        expect(person(part, ADMIN)).to_contain_text("Owner, offline")
        expect(person(part, OWNER)).to_contain_text("Admin, offline")
        expect(part.get_by_role("button", name="the owner")).to_have_count(0)
    finally:
        back = f"/v1/agents/{product.agent('owner')['id']}"
        product.ask("PATCH", back, {"role": "owner"}, role="admin")


def test_support_sees_everybody_and_changes_nobody(visit: Open, product: Running) -> None:
    page = visit("/console#/settings/people", session=product.agent("support")["api_key"])

    expect(page.get_by_text("Your role may look at this page")).to_be_visible()
    maya = person(page.get_by_role("main"), "Maya Rossi")
    maya.get_by_text("Change Maya Rossi").click()
    expect(maya.get_by_label("Role")).to_be_disabled()
    expect(maya.get_by_role("button", name="Deactivate Maya Rossi")).to_be_disabled()


def test_the_list_is_asked_for_again_when_it_did_not_come(
    settings: Part, provokes: Provoke
) -> None:
    provokes("503 .*/v1/agents")
    page = settings("Account", "Shop").page
    page.route("**/v1/agents", lambda route: route.fulfill(status=503, json={"detail": "Busy."}))
    part = settings("People", "Everybody")
    expect(part.get_by_role("status")).to_have_text("Busy.")

    page.unroute_all()
    part.get_by_role("button", name="Try again").click()

    expect(part.get_by_role("listitem").first).to_be_visible()


def signed_in(visit: Open, product: Running, address: str) -> Page:
    product.ask("POST", "/v1/sessions", {"email": address})
    page = visit(product.sign_in_link(address))
    expect(page.get_by_role("heading", name="All tickets")).to_be_visible()
    return page


def test_one_ends_ones_other_sessions(visit: Open, product: Running, provokes: Provoke) -> None:
    provokes("401 .*")
    invited(product, "Sam")
    lost, here = (signed_in(visit, product, "sam@fern.example") for _ in range(2))
    here.goto(f"{product.base_url}/console#/settings/profile")
    part = here.get_by_role("region", name="Where you are signed in")
    expect(part.get_by_role("listitem")).to_have_count(2)
    expect(part.get_by_text("This one")).to_have_count(1)

    part.get_by_role("button", name="End this session").click()
    here.get_by_role("dialog").get_by_role("button", name="End this session").click()

    expect(part.get_by_role("listitem")).to_have_count(1)
    expect(part.get_by_role("button", name="Sign out here")).to_be_visible()
    lost.reload()
    expect(lost.get_by_label("Email address")).to_be_visible()


@pytest.mark.acceptance(36, 37)
def test_one_changes_ones_name_and_badge(visit: Open, product: Running) -> None:
    invited(product, "Toni")
    page = signed_in(visit, product, "toni@fern.example")
    product.mail("badge-me", "Hello", sender="kim@badge.example")
    badge = page.get_by_role("banner").get_by_text("unread in My inbox and Unassigned")
    page.goto(f"{product.base_url}/console#/settings/profile")
    expect(badge).to_be_visible()

    page.get_by_label("Name", exact=True).fill("Toni Tree")
    page.get_by_label("Show me how many tickets are unread").uncheck()
    page.get_by_role("button", name="Save You").click()

    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(badge).to_be_hidden()
    assert known(product, "Toni Tree")["email"] == "toni@fern.example"
