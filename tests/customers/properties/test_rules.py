"""What a shop may note of its customers."""

from typing import Any

import pytest

from chalicelib.core.errors import Invalid
from chalicelib.customers.properties import rules


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("M", "text"),
        ("2026", "text"),
        ("20260301", "text"),
        ("2026-02-30", "text"),
        ("2026-03-01T10:00:00", "text"),
        ("2026-03-01", "date"),
        ("2026-03-01T10:00:00Z", "date"),
        ("2026-03-01T10:00:00.5+02:00", "date"),
        (0, "number"),
        (1.5, "number"),
        (True, "boolean"),
        (False, "boolean"),
    ],
)
def test_a_value_tells_its_type(value: Any, kind: str) -> None:
    assert rules.type_of(value) == kind


def test_what_is_given_takes_the_place_of_what_was() -> None:
    current = {"Size": "M", "Visits": 3, "Member": True}

    after = rules.changed(current, {"Size": "L", "Visits": None, "Born": "1990-01-01"})

    assert after == {"Born": "1990-01-01", "Member": True, "Size": "L"}
    assert rules.changed(current, {}) == current
    assert rules.changed({"Size": "M"}, {"Size": ""}) == {}


@pytest.mark.parametrize(
    ("name", "value", "code", "pointer"),
    [
        ("Sizes", ["M"], "invalid_type", "/properties/Sizes"),
        ("Size", {"eu": 42}, "invalid_type", "/properties/Size"),
        ("Size", "x" * 501, "too_long", "/properties/Size"),
        ("Visits", 10**16, "out_of_range", "/properties/Visits"),
        ("Visits", float("inf"), "out_of_range", "/properties/Visits"),
        ("", "M", "invalid_name", "/properties/"),
        (" Size", "M", "invalid_name", "/properties/ Size"),
        ("a/b~c\n", "M", "invalid_name", "/properties/a~1b~0c\n"),
        ("x" * 61, "M", "invalid_name", f"/properties/{'x' * 60}"),
    ],
)
def test_what_is_no_property_is_refused(name: str, value: Any, code: str, pointer: str) -> None:
    with pytest.raises(Invalid) as refused:
        rules.changed({}, {name: value})

    assert [(fault.code, fault.pointer) for fault in refused.value.faults] == [(code, pointer)]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({f"p{number}": 1 for number in range(101)}, "too_many"),
        ({f"p{number}": "x" * 499 for number in range(9)}, "too_large"),
    ],
)
def test_there_are_only_so_many(given: dict[str, Any], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        rules.changed({}, given)

    assert [fault.code for fault in refused.value.faults] == [code]


def test_of_what_another_system_tells_as_much_is_taken_as_fits() -> None:
    told = {"Size": "L", "Cart": [1], "Long": "x" * 501, "Gone": None, " ": 1}

    assert rules.fitting({"Size": "M", "Visits": 1}, told) == {"Size": "L", "Visits": 1}
    many = {f"p{number:03}": 1 for number in range(150)}
    assert len(rules.fitting({}, many)) == 100
