"""What can be connected, and what is said of what cannot."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.core.errors import Conflict, Invalid
from chalicelib.inboxes import rules
from chalicelib.inboxes.model import Edit, Inbox, Wanted
from tests.inboxes import numbers
from tests.kit.http_world import NOON


def wanted(**facts: Any) -> Wanted:
    return Wanted(**numbers.wanted(**facts))


def inbox(**facts: Any) -> Inbox:
    known: dict[str, Any] = {
        "id": "inb_1",
        "channel": "sms",
        "provider": "twilio",
        "address": "+12025550142",
        "external_id": "+12025550142",
        "settings": {"account_sid": numbers.SID},
        "sealed": b"sealed",
        "created_at": NOON,
    }
    return Inbox(**{**known, **facts})


WHATSAPP = {
    "channel": "whatsapp",
    "provider": "meta",
    "settings": {"phone_number_id": "1234567890", "waba_id": "9876543210"},
    "credentials": {"access_token": "t" * 40, "app_secret": "s" * 32},
}
INSTAGRAM = {**WHATSAPP, "channel": "instagram", "address": "17841400000000001", "settings": {}}


@pytest.mark.parametrize(
    ("facts", "address", "external_id"),
    [
        ({}, "+12025550142", "+12025550142"),
        ({"address": " +1 (202) 555-0142 "}, "+12025550142", "+12025550142"),
        (WHATSAPP, "+12025550142", "1234567890"),
        (INSTAGRAM, "17841400000000001", "17841400000000001"),
    ],
)
def test_an_inbox_is_known_by_what_its_provider_calls_it(
    facts: dict[str, Any], address: str, external_id: str
) -> None:
    found = rules.checked(wanted(**facts))

    assert (found.address, rules.external_id(found)) == (address, external_id)


@pytest.mark.acceptance(33)
@pytest.mark.parametrize("address", ["FERN", "Fern & Moss", "FERN24", "Grün", "1-800-FLOWERS"])
def test_a_branded_sender_is_refused_with_the_reason(address: str) -> None:
    with pytest.raises(Invalid) as refused:
        rules.checked(wanted(address=address))

    assert refused.value.code == "sender_cannot_receive"
    assert "cannot receive texts" in refused.value.detail
    assert [fault.pointer for fault in refused.value.faults] == ["/address"]


@pytest.mark.parametrize(
    ("facts", "pointers"),
    [
        ({"address": "020 7946 0000"}, ["/address"]),
        ({"address": "12345"}, ["/address"]),
        ({"address": "+0123456789"}, ["/address"]),
        ({"address": ""}, ["/address"]),
        ({"address": "+1\u0662\u0663\u0664\u0665\u0666\u0667\u0668"}, ["/address"]),
        ({"name": "x" * 61}, ["/name"]),
        ({"name": "a\u202eb"}, ["/name"]),
        ({"settings": {}}, ["/settings/account_sid"]),
        ({"settings": {"account_sid": "AC1"}}, ["/settings/account_sid"]),
        ({"settings": {"account_sid": numbers.SID, "host": "x"}}, ["/settings/host"]),
        ({"credentials": {}}, ["/credentials/auth_token"]),
        ({"credentials": {"auth_token": ""}}, ["/credentials/auth_token"]),
        ({"credentials": {"auth_token": "short"}}, ["/credentials/auth_token"]),
        ({"credentials": {"auth_token": "with a blank in it"}}, ["/credentials/auth_token"]),
        ({"credentials": {"auth_token": "x" * 32, "oops": "y" * 32}}, ["/credentials"]),
        ({"provider": "pigeon"}, ["/provider"]),
        ({"channel": "email"}, ["/provider"]),
        ({**INSTAGRAM, "address": "@fern.and.moss"}, ["/address"]),
        ({**WHATSAPP, "settings": {"phone_number_id": "1", "waba_id": "12345"}},
         ["/settings/phone_number_id"]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_pointed_at(facts: dict[str, Any], pointers: list[str]) -> None:
    with pytest.raises(Invalid) as refused:
        rules.checked(wanted(**facts))

    assert [fault.pointer for fault in refused.value.faults] == pointers


def test_no_refusal_repeats_a_secret() -> None:
    with pytest.raises(Invalid) as refused:
        rules.checked(wanted(credentials={"auth_token": "two words", "hunter2": "hunter2"}))

    told = repr([refused.value.detail, refused.value.faults])
    assert "two words" not in told
    assert "hunter2" not in told
    assert "hunter2" not in repr(wanted(credentials={"auth_token": "hunter2"}))
    assert "sealed" not in repr(inbox())


def test_aws_needs_a_topic_and_may_have_a_configuration_set() -> None:
    body = numbers.at_aws()
    named = {**body["settings"], "configuration_set": "texts"}

    assert rules.checked(Wanted(**body)).provider == "aws"
    assert rules.checked(Wanted(**{**body, "settings": named})).settings == named
    with pytest.raises(Invalid):
        rules.checked(Wanted(**{**body, "settings": {**named, "topic_arn": "arn:aws:s3:::x"}}))


def test_an_edit_keeps_what_it_does_not_name() -> None:
    before = inbox(name="Texts")
    moved = {"account_sid": "AC" + "1" * 32}

    assert rules.edited(before, Edit()) == before
    assert rules.edited(before, Edit(name="Texts")) == before
    assert rules.edited(before, Edit(settings=moved)) == replace(before, settings=moved, version=2)
    assert rules.edited(before, Edit(name=" More  texts ")).name == "More texts"


def test_an_optional_setting_that_is_empty_is_none() -> None:
    known = numbers.at_aws()
    empty = {**known["settings"], "media_bucket": "", "configuration_set": "texts"}
    before = rules.checked(Wanted(**{**known, "settings": empty}))
    assert before.settings == {**known["settings"], "configuration_set": "texts"}

    without = Edit(settings={"configuration_set": None})
    at_aws = inbox(provider="aws", settings=before.settings)
    assert rules.edited(at_aws, without).settings == known["settings"]


@pytest.mark.parametrize(
    ("edit", "pointer"),
    [
        (Edit(name="x" * 61), "/name"),
        (Edit(settings={"account_sid": None}), "/settings/account_sid"),
        (Edit(settings={"account_sid": ""}), "/settings/account_sid"),
        (Edit(settings={"host": None}), "/settings/host"),
        (Edit(settings={"account_sid": "x"}), "/settings/account_sid"),
        (Edit(credentials={"auth_token": "x"}), "/credentials/auth_token"),
        (Edit(credentials={"other": "x" * 32}), "/credentials"),
    ],
)
def test_a_faulty_edit_is_refused(edit: Edit, pointer: str) -> None:
    with pytest.raises(Invalid) as refused:
        rules.edited(inbox(), edit)

    assert [fault.pointer for fault in refused.value.faults] == [pointer]


def test_what_it_is_known_by_stays() -> None:
    settings = WHATSAPP["settings"]
    known = inbox(channel="whatsapp", provider="meta", settings=settings, external_id="1234567890")
    with pytest.raises(Invalid) as refused:
        rules.edited(known, Edit(settings={"phone_number_id": "1234567891"}))

    assert [fault.code for fault in refused.value.faults] == ["fixed"]


@pytest.mark.parametrize(
    ("country", "told"),
    [("US", ()), ("GB", ()), ("PT", ()), ("FR", ("not_two_way",)), ("", ())],
)
def test_countries_without_two_way_texts_are_a_warning(country: str, told: tuple[str, ...]) -> None:
    assert rules.advice(inbox(), country) == told


def test_other_channels_reach_every_country() -> None:
    known = inbox(channel="whatsapp", provider="meta")

    assert rules.advice(known, "FR") == ()


def test_what_the_provider_calls_names_the_number_where_nothing_else_does() -> None:
    assert rules.hook_path(inbox()) == "/hooks/twilio"
    assert rules.hook_path(inbox(provider="aws")) == "/hooks/sns?number=12025550142"


def test_there_is_an_end_to_inboxes() -> None:
    rules.refuse_more(rules.MAX_INBOXES - 1)
    with pytest.raises(Conflict):
        rules.refuse_more(rules.MAX_INBOXES)
