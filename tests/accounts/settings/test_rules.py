"""What may stand in the settings, and how a change is laid over them."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.accounts.settings import rules
from chalicelib.accounts.settings.model import Settings

TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)
OBJECTS = st.dictionaries(st.text(max_size=3), TREES, max_size=3)


def settings(**tree: Any) -> Settings:
    return msgspec.convert(tree, Settings)


def pointers(**tree: Any) -> list[str]:
    return [fault.pointer for fault in rules.faults(settings(**tree))]


def test_the_defaults_are_as_decided() -> None:
    default = Settings()

    assert default.auto_close.enabled is False
    assert default.auto_close.after_hours == 48
    assert default.sms.shorten_links is True
    assert default.web_chat.follow_up_email.enabled is True
    assert default.unread_badge.enabled is True
    assert default.office_hours.days is None
    assert default.time_zone == "UTC"
    assert rules.faults(default) == []


GOOD_AND_BAD = [
    ({"office_hours": {"time_zone": "Australia/Lord_Howe"}}, []),
    ({"office_hours": {"time_zone": "Mars/Olympus"}}, ["/office_hours/time_zone"]),
    ({"office_hours": {"time_zone": "../../etc/passwd"}}, ["/office_hours/time_zone"]),
    ({"office_hours": {"time_zone": ""}}, ["/office_hours/time_zone"]),
    ({"office_hours": {"days": {"mon": [["22:00", "06:00"], ["09:00", "24:00"]]}}}, []),
    ({"office_hours": {"days": {"mon": [["24:00", "06:00"]]}}}, ["/office_hours/days/mon/0/0"]),
    ({"office_hours": {"days": {"fri": [["9:00", "25:00"]]}}},
     ["/office_hours/days/fri/0/0", "/office_hours/days/fri/0/1"]),
    ({"office_hours": {"days": {"sun": [["09:00", "09:00"]]}}}, ["/office_hours/days/sun/0"]),
    ({"office_hours": {"days": {"sun": []}, "holidays": ["2026-12-25", "2028-02-29"]}}, []),
    ({"office_hours": {"holidays": ["2026-02-29"]}}, ["/office_hours/holidays/0"]),
    ({"office_hours": {"holidays": ["2026-12-25", "20261226"]}}, ["/office_hours/holidays/1"]),
    ({"auto_close": {"by_channel": {"email": 1, "sms": 2160, "webchat": 0}}}, []),
    ({"auto_close": {"by_channel": {"email": 2161}}}, ["/auto_close/by_channel/email"]),
    ({"sms": {"autoresponder": {"text": "Hi {{Organization prefix}} {{ email }}"}}}, []),
    ({"sms": {"autoresponder": {"text": "{{ password }}"}}}, ["/sms/autoresponder/text"]),
    ({"sms": {"notify": ["a@b.example", "nobody"]}}, ["/sms/notify/1"]),
    ({"web_chat": {"follow_up_email": {"from_address": "nobody"}}},
     ["/web_chat/follow_up_email/from_address"]),
    ({"email": {"from_name": "Acme\nBcc: x@y.example"}}, ["/email/from_name"]),
]  # fmt: skip


@pytest.mark.parametrize(("tree", "expected"), GOOD_AND_BAD)
def test_each_wrong_place_is_named(tree: dict[str, Any], expected: list[str]) -> None:
    assert pointers(**tree) == expected


@pytest.mark.parametrize("hours", [0, 2161, -1, 1.5, "48", True])
def test_a_period_is_one_hour_to_ninety_days(hours: object) -> None:
    with pytest.raises(msgspec.ValidationError):
        settings(auto_close={"after_hours": hours})


@given(OBJECTS, OBJECTS)
def test_a_patch_laid_over_twice_is_laid_over_once(
    tree: dict[str, Any], patch: dict[str, Any]
) -> None:
    once = rules.merged(tree, patch)

    assert rules.merged(once, patch) == once


def test_settings_of_other_releases_are_read() -> None:
    newer = {"auto_close": {"after_hours": 5, "moon_phase": 1}, "gravity": {"on": True}}
    older = {"auto_close": {"by_channel": {"email": 3}}, "office_hours": {"days": {"mon": []}}}

    assert rules.from_stored(newer).auto_close.after_hours == 5
    assert rules.from_stored(older).auto_close.by_channel == {"email": 3}
    assert rules.from_stored(older).office_hours.days == {"mon": ()}


CHOSEN = [
    {},
    {"auto_close": {"by_channel": {"email": 3}}, "reopen_window_days": 9},
    {"office_hours": {"days": {"mon": []}, "holidays": ["2026-12-25"]}},
    {"sms": {"keywords": {"subscribe": [{"keyword": "JOIN", "enabled": False}]}}},
    {"sms": {"keywords": {"help_text": ""}, "notifies": False}, "drain_backlog": False},
]


@pytest.mark.parametrize("tree", CHOSEN)
def test_only_what_was_chosen_is_stored_and_all_is_read_back(tree: dict[str, Any]) -> None:
    stored = rules.to_stored(settings(**tree))

    assert rules.from_stored(stored) == settings(**tree)
    assert stored.keys() == tree.keys()


def test_addresses_are_kept_as_they_are_compared() -> None:
    tidied = rules.tidied(settings(sms={"notify": [" Ana@Shop.Example "]}))

    assert tidied.sms.notify == ("ana@shop.example",)
