"""Operations register themselves; `make bench` measures them."""

from collections import Counter

from bench.__main__ import load


def test_every_operation_has_a_name_of_its_own() -> None:
    registry = load()
    names = Counter(
        each.name for each in (*registry.operations, *registry.growths, *registry.figures)
    )

    assert names
    assert set(names.values()) == {1}
