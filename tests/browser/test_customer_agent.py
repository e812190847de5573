"""The Customer Agent in the console: where it answers, how, what goes to whom, and how it does.

The settings are kept in the page's own browser: these tests are about the page; one
reaches the server.
"""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.accessible import broken
from tests.browser.conftest import Open, Provoke
from tests.browser.customer_agent import Agent
from tests.browser.product import Running

pytestmark = pytest.mark.browser
TELEPHONE = (360, 740)
OpenPage = Callable[..., Page]


@pytest.fixture
def agent() -> Agent:
    """Return a Customer Agent as nobody has set it up yet."""
    return Agent()


@pytest.fixture
def opened(visit: Open, product: Running, agent: Agent) -> OpenPage:
    """Return what opens a page of the settings that this agent answers."""

    def show(slug: str, role: str = "owner", **kind: Any) -> Page:
        page = visit("/console", session=product.agent(role)["api_key"], **kind)
        agent.serve(page)
        page.goto(f"{product.base_url}/console#/settings/{slug}")
        expect(page.get_by_role("navigation", name="Settings")).to_be_visible()
        return page

    return show


def _part(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name, exact=True)


def _save(part: Locator) -> None:
    part.get_by_role("button", name=re.compile("^Save ")).click()
    expect(part.get_by_text("Saved.")).to_be_visible()


@pytest.mark.acceptance(123)
def test_it_is_switched_on_by_channel(opened: OpenPage, agent: Agent) -> None:
    part = _part(opened("customer-agent"), "Where it answers")
    part.get_by_label("The Customer Agent is on").check()
    part.get_by_label("Chat").check()
    part.get_by_label("SMS").check()
    _save(part)

    assert agent.setup["is_on"]
    on = {name for name, channel in agent.setup["channels"].items() if channel["is_on"]}
    assert on == {"chat", "sms"}
    assert agent.setup["channels"]["chat"]["handoff"]["helpdesk"] == "own"


def test_it_has_a_name_a_tone_and_a_brain(opened: OpenPage, agent: Agent) -> None:
    page = opened("customer-agent")
    voice = _part(page, "How it speaks")
    expect(voice.get_by_label("The tone in your words")).to_be_hidden()
    voice.get_by_label("Name").fill("Fern")
    voice.get_by_label("Greeting").fill("Hello there.")
    voice.get_by_label("Avatar").fill("https://fern.example/face.png")
    voice.get_by_label("Tone", exact=True).select_option("As described below")
    voice.get_by_label("The tone in your words").fill("Dry, and short.")
    _save(voice)
    brain = _part(page, "What it thinks with")
    brain.get_by_label("Answers are made by").select_option("bedrock")
    _save(brain)

    names = ("name", "greeting", "avatar_url", "tone", "custom_tone", "brain")
    assert [agent.setup[name] for name in names] == [
        "Fern", "Hello there.", "https://fern.example/face.png", "custom", "Dry, and short.",
        "bedrock",
    ]  # fmt: skip


def test_what_somebody_else_changed_is_not_written_over_unasked(
    opened: OpenPage, agent: Agent, provokes: Provoke
) -> None:
    provokes("409 .*/v1/customer_agent")
    voice = _part(opened("customer-agent"), "How it speaks")
    voice.get_by_label("Name").fill("Fern")
    agent.change({"name": "Moss"})
    voice.get_by_role("button", name="Save How it speaks").click()
    expect(voice).to_contain_text("The settings were changed meanwhile.")
    voice.get_by_role("button", name="Take theirs").click()
    expect(voice.get_by_label("Name")).to_have_value("Moss")

    voice.get_by_label("Name").fill("Fern")
    agent.change({"greeting": "Hi"})
    voice.get_by_role("button", name="Save How it speaks").click()
    voice.get_by_role("button", name="Save mine all the same").click()
    expect(voice.get_by_text("Saved.")).to_be_visible()
    assert agent.setup["name"] == "Fern"


def test_a_setting_reaches_the_server(visit: Open, product: Running) -> None:
    names = ("name", "tone", "greeting")
    before = product.ask("GET", "/v1/customer_agent")
    session = product.agent("owner")["api_key"]
    voice = _part(visit("/console#/settings/customer-agent", session=session), "How it speaks")
    voice.get_by_label("Name").fill("Fern from the browser")
    voice.get_by_label("Tone", exact=True).select_option("Friendly")
    try:
        _save(voice)
        after = product.ask("GET", "/v1/customer_agent")
    finally:
        product.ask("PATCH", "/v1/customer_agent", {name: before[name] for name in names})

    expected = ["Fern from the browser", "friendly", before["greeting"]]
    assert [after[name] for name in names] == expected


def _rule(page: Page, at: int) -> Locator:
    return _part(page, "Escalation rules").get_by_role("listitem").nth(at)


def test_rules_are_added_ordered_by_keys_and_switched_off(opened: OpenPage, agent: Agent) -> None:
    page = opened("agent-rules")
    part = _part(page, "Escalation rules")
    for at, title in enumerate(("Broken", "Lawyers")):
        part.get_by_role("button", name="Add rule").click()
        _rule(page, at).get_by_label("Title").fill(title)
        _rule(page, at).get_by_label("When").fill(f"it is about {title.lower()}")
    _rule(page, 1).get_by_label("The rule is on").uncheck()
    _save(part)
    first, second = agent.setup["rules"]
    assert (first["title"], first["is_on"], second["is_on"]) == ("Broken", True, False)

    _rule(page, 1).get_by_role("button", name="Move up").focus()
    page.keyboard.press("Enter")
    expect(_rule(page, 0).get_by_label("Title")).to_have_value("Lawyers")
    expect(_rule(page, 0).get_by_role("button", name="Move down")).to_be_focused()
    _save(part)
    assert [rule["id"] for rule in agent.setup["rules"]] == [second["id"], first["id"]]

    _rule(page, 0).get_by_role("button", name="Remove").click()
    _save(part)
    assert agent.setup["rules"] == [first]


def test_there_are_twenty_rules_at_most(opened: OpenPage, agent: Agent) -> None:
    rule = {"title": "One", "trigger": "of many", "is_on": True}
    agent.change({"rules": [rule] * 19})
    part = _part(opened("agent-rules"), "Escalation rules")
    part.get_by_role("button", name="Add rule").click()

    expect(part.get_by_role("button", name="Add rule")).to_be_disabled()
    expect(part).to_contain_text("20 rules is the most there can be.")


@pytest.mark.acceptance(124)
@pytest.mark.acceptance(136)
@pytest.mark.acceptance(137)
def test_handoff_is_a_message_with_links_where_one_chooses_so(
    opened: OpenPage, agent: Agent
) -> None:
    part = _part(opened("handoff"), "Chat")
    part.get_by_label("What it cannot answer").select_option("Do not hand it off")
    part.get_by_label("Message").fill("Our help pages know more.")
    part.get_by_role("button", name="Add link").click()
    part.get_by_label("Words").fill("Help")
    part.get_by_label("Address").fill("https://fern.example/help")
    _save(part)

    assert agent.setup["channels"]["chat"]["handoff"] == {
        "method": "none", "helpdesk": "own", "message": "Our help pages know more.",
        "links": [{"label": "Help", "url": "https://fern.example/help"}],
    }  # fmt: skip
    assert agent.setup["channels"]["sms"]["handoff"]["method"] == "helpdesk"


@pytest.mark.acceptance(125)
@pytest.mark.acceptance(138)
def test_zendesk_is_connected_before_it_can_be_saved(opened: OpenPage, agent: Agent) -> None:
    page = opened("handoff")
    part = _part(page, "SMS")
    save = part.get_by_role("button", name="Save SMS")
    part.get_by_label("Helpdesk").select_option("Zendesk")
    expect(part).to_contain_text("Zendesk is not connected yet.")
    expect(save).to_be_disabled()

    part.get_by_role("button", name="Connect Zendesk").click()
    steps = page.get_by_role("dialog", name="Connect Zendesk")
    expect(steps.get_by_role("listitem").first).to_contain_text("open the Admin Center")
    steps.get_by_label("Subdomain").fill("https://Fern.zendesk.com/agent")
    steps.get_by_label("Email address").fill("olivia@fern.example")
    steps.get_by_label("API token").fill("token-of-zendesk-1")
    page.keyboard.press("Enter")
    expect(steps.get_by_role("heading", name="Zendesk is connected")).to_be_focused()
    steps.get_by_role("button", name="Done").click()

    expect(part.get_by_text("not connected")).to_have_count(0)
    _save(part)
    assert agent.setup["channels"]["sms"]["handoff"]["helpdesk"] == "zendesk"
    assert agent.taken == [
        {"subdomain": "fern", "email": "olivia@fern.example", "api_token": "token-of-zendesk-1"}
    ]
    expect(_part(page, "Zendesk")).to_contain_text("Connected to fern, checked")


def _connect_gorgias(page: Page, button: Locator) -> Locator:
    button.click()
    steps = page.get_by_role("dialog", name="Connect Gorgias")
    steps.get_by_label("Domain").fill("fern")
    steps.get_by_label("Email address").fill("olivia@fern.example")
    steps.get_by_label("API key").fill("key-of-gorgias-0001")
    steps.get_by_role("button", name="Check and connect Gorgias").click()
    return steps


@pytest.mark.acceptance(138)
def test_gorgias_is_told_where_answers_go(opened: OpenPage) -> None:
    page = opened("handoff")
    part = _part(page, "Gorgias")
    steps = _connect_gorgias(page, part.get_by_role("button", name="Connect Gorgias"))

    expect(steps).to_contain_text("https://desk.example/hooks/helpdesks/gorgias/acc_1")
    expect(steps).to_contain_text("shown-once")
    steps.get_by_role("button", name="Done").click()
    part.get_by_text("What to enter at Gorgias").click()
    expect(part).to_contain_text("ticket message is created")
    expect(part.get_by_text("shown-once")).to_have_count(0)

    part.get_by_role("button", name="Disconnect Gorgias").click()
    page.get_by_role("dialog").get_by_role("button", name="Disconnect").click()
    expect(part).to_contain_text("Not connected.")


def test_what_the_check_finds_amiss_is_shown(opened: OpenPage, agent: Agent) -> None:
    agent.problem = "The key may not read tickets."
    page = opened("handoff")
    part = _part(page, "Gorgias")
    steps = _connect_gorgias(page, part.get_by_role("button", name="Connect Gorgias"))
    expect(steps).to_contain_text("The key may not read tickets.")
    steps.get_by_role("button", name="Cancel").click()

    expect(part).to_contain_text("Something is amiss at Gorgias: The key may not read tickets.")
    chat = _part(page, "Chat")
    chat.get_by_label("Helpdesk").select_option("Gorgias")
    expect(chat.get_by_role("button", name="Save Chat")).to_be_disabled()


def test_a_refused_choice_is_marked(opened: OpenPage, provokes: Provoke) -> None:
    provokes("422 .*/v1/customer_agent")
    page = opened("handoff")
    part = _part(page, "Email")
    expect(part).to_be_visible()
    pointer = "/channels/email/handoff/helpdesk"
    fault = {"pointer": pointer, "code": "not_connected", "detail": "Connect it first."}
    body = {"code": "not_connected", "detail": "No.", "errors": [fault]}
    page.route("**/v1/customer_agent", lambda route: route.fulfill(status=422, json=body))
    part.get_by_role("button", name="Save Email").click()

    expect(part.get_by_label("Helpdesk")).to_be_focused()
    expect(part.get_by_label("Helpdesk")).to_have_accessible_description(re.compile("Connect it"))


def test_who_may_not_change_settings_looks(opened: OpenPage) -> None:
    page = opened("handoff", role="support")
    expect(page.get_by_text("Your role may look at this page")).to_be_visible()
    expect(_part(page, "Chat").get_by_role("button", name="Save Chat")).to_be_disabled()
    connect = _part(page, "Zendesk").get_by_role("button", name="Connect Zendesk")
    expect(connect).to_be_disabled()


@pytest.mark.parametrize("light", ["light", "dark"])
@pytest.mark.parametrize("locale", ["en", "ar"])
def test_the_settings_fit_a_telephone(
    opened: OpenPage, agent: Agent, light: str, locale: str
) -> None:
    agent.change({
        "rules": [{"title": "w" * 80, "trigger": "w" * 200, "is_on": True}],
        "channels": {"sms": {"handoff": {"method": "none", "message": "m", "links": [
            {"label": "w" * 80, "url": f"https://fern.example/{'w' * 90}"}]}}},
    })  # fmt: skip
    found: dict[str, Any] = {}
    for slug in ("customer-agent", "agent-rules", "handoff"):
        page = opened(slug, size=TELEPHONE, color_scheme=light, locale=locale)
        expect(page.get_by_role("button", name=re.compile("^Save ")).first).to_be_visible()
        if slug == "handoff":
            _part(page, "Chat").get_by_label("Helpdesk").select_option("Zendesk")
            _part(page, "Chat").get_by_role("button", name="Connect Zendesk").click()
            page.get_by_text("The webhook was added by hand").click()
            expect(page.get_by_label("Signing secret")).to_be_visible()
        found[slug] = broken(page)
        found[f"{slug} wide"] = page.evaluate("document.documentElement.scrollWidth") - 360

    assert not any(found.values()), found
