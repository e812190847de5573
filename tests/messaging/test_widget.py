"""What a shop's page loads to show the chat, and who may load it."""

import json
from typing import Any

import pytest

from app import app
from chalicelib.accounts import storage as accounts
from chalicelib.accounts.settings import change
from chalicelib.messaging.widget import spoken
from dev.web.exchange import Answered, Asked
from dev.web.gateway import Gateway
from tests.faults.shop import Shop

SITE, OTHER = "https://shop.example", "https://evil.example"
AVATAR, SETUP = "https://cdn.example/robin.png", "/v1/customer_agent"


def load(shop: Shop, path: str, **headers: str) -> Answered:
    target = path.replace("KEY", shop.account.public_key)
    return Gateway(app).answer(Asked(method="GET", target=target, headers=headers, body=b""))


def look(shop: Shop, query: str = "") -> Any:
    answered = load(shop, f"/widget/KEY?{query}")
    assert answered.status == 200
    text = answered.body.decode()
    return json.loads(text.removeprefix("export default ").removesuffix(";\n"))


def patch(shop: Shop, **web_chat: Any) -> None:
    change.patch(shop.desk(), {"web_chat": web_chat})


def header(answered: Answered, wanted: str) -> str:
    return next((value for name, value in answered.headers if name.lower() == wanted), "")


def start(shop: Shop, **headers: str) -> tuple[int, str]:
    body = {"public_key": shop.account.public_key}
    answer = shop.ask("POST", "/v1/chat/sessions", body, by="nobody", **headers)
    return answer.status, answer.json.get("code", "")


@pytest.mark.acceptance(14)
def test_the_chats_own_page_is_no_other_site(shop: Shop) -> None:
    patch(shop, allowed_origins=[SITE])

    own = load(shop, "/widget/KEY?is_chat=true", host="desk.example", origin="https://desk.example")
    other = load(shop, "/widget/KEY?is_chat=true", host="desk.example", origin=OTHER)

    assert own.body != b"export default null;\n"
    assert other.body == b"export default null;\n"


def test_a_page_learns_how_the_chat_looks(shop: Shop) -> None:
    patch(shop, widget={"color": "#ffd400", "position": "left", "title": "</script>", "locale": ""})

    told = look(shop, "languages=de-AT,en")

    assert (told["color"], told["words_color"]) == ("#ffd400", "#000000")
    assert (told["position"], told["title"]) == ("left", "</script>")
    assert (told["language"], told["direction"]) == ("de", "ltr")
    assert told["words"]["open"] == "Chat öffnen"
    assert told["office"] == {"is_open": True, "opens_at": None}


@pytest.mark.parametrize(
    ("own", "query", "language"),
    [
        ("", "", "en"),
        ("", "languages=sv,de", "sv"),
        ("fr", "languages=sv", "fr"),
        ("fr", "locale=pt-BR&languages=sv", "pt"),
        ("", "locale=xx&languages=tlh,NL_be", "nl"),
        ("ar", "locale=%22%3E%3Cscript%3E", "ar"),
    ],
)
def test_the_shops_word_on_the_language_comes_first(
    shop: Shop, own: str, query: str, language: str
) -> None:
    patch(shop, widget={"locale": own})

    assert look(shop, query)["language"] == language


def test_what_reads_from_the_right_says_so(shop: Shop) -> None:
    assert look(shop, "locale=ar")["direction"] == "rtl"
    assert spoken(["", "-", "_x", "é"]) == "en"


@pytest.mark.acceptance(80)
def test_a_page_learns_when_the_team_is_back(shop: Shop) -> None:
    change.patch(shop.desk(), {"office_hours": {"time_zone": "UTC", "days": {}}})

    assert look(shop)["office"] == {"is_open": False, "opens_at": None}


def test_the_chat_alone_loads_what_is_often_asked(shop: Shop) -> None:
    asked = {"question": "Ship abroad?", "answer": "Yes.", "link": "https://shop.example"}
    hidden = {"question": "Old?", "answer": "Gone.", "enabled": False}
    patch(shop, faq=[asked, hidden, {"question": "</script>", "answer": "No."}])

    told = look(shop, "is_chat=true")

    assert told["faq"] == [asked, {"question": "</script>", "answer": "No.", "link": ""}]
    assert told["files"]["most"] == 5
    assert "faq" not in look(shop)


def test_the_order_of_questions_is_the_teams(shop: Shop) -> None:
    one, two = ({"question": text, "answer": "Yes."} for text in ("One?", "Two?"))
    patch(shop, faq=[one, two])
    patch(shop, faq=[two, one])

    assert [each["question"] for each in look(shop, "is_chat=true")["faq"]] == ["Two?", "One?"]
    patch(shop, faq=None)
    assert look(shop, "is_chat=true")["faq"] == []


def test_the_look_is_for_every_site_where_none_is_named(shop: Shop) -> None:
    answered = load(shop, "/widget/KEY", origin=OTHER)

    assert answered.status == 200
    assert header(answered, "access-control-allow-origin") == "*"
    assert header(answered, "content-type").startswith("text/javascript")
    assert header(answered, "cache-control") == "public, max-age=60"


def test_only_named_sites_show_the_chat(shop: Shop) -> None:
    patch(shop, allowed_origins=[SITE])

    policy = header(load(shop, "/chat?key=KEY"), "content-security-policy")
    assert policy.endswith(f"; frame-ancestors 'self' {SITE}")
    assert load(shop, "/widget/KEY", origin=OTHER).body == b"export default null;\n"
    assert shop.account.name.encode() in load(shop, "/widget/KEY", origin=SITE).body
    assert start(shop, Origin=OTHER) == (403, "origin_not_allowed")
    assert start(shop, Origin=SITE)[0] == 201
    assert start(shop, Origin="https://desk.example", Host="desk.example")[0] == 201
    assert start(shop)[0] == 201


def test_everybody_may_frame_the_chat_of_a_shop_that_names_nobody(shop: Shop) -> None:
    policy = header(load(shop, "/chat?key=KEY"), "content-security-policy")

    assert policy.endswith("; frame-ancestors *")
    assert "unsafe" not in policy


def test_a_link_to_the_chat_may_have_more_in_it(shop: Shop) -> None:
    answered = load(shop, "/chat?key=KEY&utm_source=mail&languages=de")

    assert answered.status == 200
    assert header(answered, "content-security-policy").endswith("; frame-ancestors *")


@pytest.fixture
def robin(shop: Shop) -> dict[str, Any]:
    """Let a Customer Agent with a face answer chats."""
    wanted = {"is_on": True, "name": "Robin", "avatar_url": AVATAR}
    return shop.done("PATCH", SETUP, {**wanted, "channels": {"chat": {"is_on": True}}}, by="owner")


def test_the_chat_shows_the_face_of_who_answers_first(shop: Shop, robin: dict[str, Any]) -> None:
    told, answered = look(shop, "is_chat=true"), load(shop, "/chat?key=KEY")
    shop.done("PATCH", SETUP, {"channels": {"chat": {"is_on": False}}}, by="owner")
    accounts.forget(shop.account.id)

    assert told["helper"] == {"name": "Robin", "greeting": "", "avatar_url": AVATAR}
    assert "helper" not in look(shop)
    policy = header(answered, "content-security-policy")
    assert f" {AVATAR};" in policy
    assert policy.count("cdn.example") == 1
    assert "cdn.example" not in header(load(shop, "/chat?key=KEY"), "content-security-policy")


def test_a_page_with_another_policy_is_another_page(shop: Shop, robin: dict[str, Any]) -> None:
    tag = header(load(shop, "/chat?key=KEY"), "etag")
    same = load(shop, "/chat?key=KEY", **{"if-none-match": tag}).status
    shop.done("PATCH", SETUP, {"avatar_url": None}, by="owner")
    accounts.forget(shop.account.id)

    assert (same, robin["avatar_url"]) == (304, AVATAR)
    assert load(shop, "/chat?key=KEY", **{"if-none-match": tag}).status == 200


@pytest.mark.parametrize("key", ["", "pk_", "pk_nobody", "KEY0", f"pk_{'0' * 26}_{'0' * 16}"])
def test_a_chat_of_no_shop_is_framed_by_nobody(shop: Shop, key: str) -> None:
    answered = load(shop, f"/chat?key={key}")

    assert answered.status == 200
    assert header(answered, "content-security-policy").endswith("; frame-ancestors 'none'")
    assert load(shop, f"/widget/{key or 'x'}").status == 404


@pytest.mark.acceptance(14)
def test_a_shop_that_wants_no_chat_has_none(shop: Shop) -> None:
    patch(shop, enabled=False)

    assert look(shop) is None
    assert start(shop) == (403, "chat_off")


def test_what_a_page_knows_is_not_sent_again(shop: Shop) -> None:
    tag = header(load(shop, "/widget/KEY"), "etag")

    assert load(shop, "/widget/KEY", **{"if-none-match": tag}).status == 304
    patch(shop, widget={"color": "#000000"})
    assert load(shop, "/widget/KEY", **{"if-none-match": tag}).status == 200
