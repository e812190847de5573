"""Errors carry what is safe to show."""

from chalicelib.core import errors
from chalicelib.core.errors import Conflict, DeliveryFailed, Duplicate, Fault, Invalid


def test_an_error_has_the_code_of_its_kind_or_its_own() -> None:
    assert (Invalid("no").code, Invalid("no", code="mine").code) == ("invalid", "mine")
    assert (str(Invalid("no")), Invalid("no").detail) == ("no", "no")


def test_codes_are_each_kinds_own() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    codes = [kind.code for kind in kinds if issubclass(kind, errors.DeskhandError)]

    assert len(codes) == len(set(codes))


def test_what_an_error_carries_is_its_own() -> None:
    members = {"a": 1}
    error = Conflict("no", extra=members, faults=[Fault("/a", "b", "c")])
    error.extra["b"] = 2

    assert (members, error.faults) == ({"a": 1}, (Fault("/a", "b", "c"),))


def test_what_was_done_before_is_a_conflict() -> None:
    assert issubclass(Duplicate, Conflict)


def test_a_refused_delivery_says_whether_trying_again_helps() -> None:
    assert DeliveryFailed("no", permanent=True).permanent
