"""The rules that keep the code as it is meant to be, each shown to be able to fail."""

import pytest

from tests.architecture import edges, purity, sizes, words
from tests.architecture.code import Module, Rule, Sample, modules

# In one process: reading and parsing all code takes longer than all rules.
pytestmark = pytest.mark.xdist_group("rules")
RULES = (*purity.RULES, *sizes.RULES, *edges.RULES, *words.RULES)


def _name(value: object) -> str:
    return value.name.replace(" ", "-") if isinstance(value, Rule) else "source"


@pytest.mark.parametrize("rule", RULES, ids=_name)
def test_the_code_keeps_the_rule(rule: Rule) -> None:
    concerned = [module for module in modules() if rule.concerns(module)]

    found = [f"{module.path}, {text}" for module in concerned for text in rule.find(module)]

    assert not found, f"{rule.name}:\n" + "\n".join(found)


@pytest.mark.parametrize(("rule", "sample"), [(r, s) for r in RULES for s in r.bad], ids=_name)
def test_a_breach_is_found(rule: Rule, sample: Sample) -> None:
    module = Module(*sample)

    assert rule.concerns(module)
    assert list(rule.find(module))


@pytest.mark.parametrize(("rule", "sample"), [(r, s) for r in RULES for s in r.good], ids=_name)
def test_decent_code_is_left_alone(rule: Rule, sample: Sample) -> None:
    assert not list(rule.find(Module(*sample)))


def test_every_rule_can_fail() -> None:
    assert all(rule.bad for rule in RULES)
    assert len({rule.name for rule in RULES}) == len(RULES)


def test_the_code_is_really_looked_at() -> None:
    paths = {module.path for module in modules()}

    assert "chalicelib/core/desk.py" in paths
    assert "tests/architecture/test_rules.py" in paths
