"""Prints which tests show which line of docs/acceptance.md: `make acceptance`.

A test says so by `@pytest.mark.acceptance(19, 20)`; numbers that do not exist are refused.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

LIST = Path(__file__).parents[2] / "docs" / "acceptance.md"
_LINE = re.compile(r"^(\d+)\. (.+)$", re.MULTILINE)
_PROPERTY = "acceptance"
_WORDS = 58


@dataclass(frozen=True, slots=True)
class Line:
    """One promise; a struck one is kept for its number only."""

    number: int
    words: str

    @property
    def is_struck(self) -> bool:
        """Tell whether nothing is to be shown for it."""
        return self.words.startswith("~~")


def read_lines(text: str) -> dict[int, Line]:
    """Return the numbered lines of the acceptance list."""
    return {int(number): Line(int(number), words) for number, words in _LINE.findall(text)}


def verdict(outcomes: Iterable[str]) -> str:
    """Return one word for the results of all tests of a line; the worst one wins."""
    found = set(outcomes)
    for word in ("failed", "skipped", "passed"):
        if word in found:
            return word
    return "no test"


def table(lines: dict[int, Line], results: dict[int, dict[str, str]]) -> Iterator[str]:
    """Yield the report, a row for each line and one for each of its tests."""
    counts: dict[str, int] = defaultdict(int)
    for number, line in sorted(lines.items()):
        shown = results.get(number, {})
        word = "struck" if line.is_struck else verdict(shown.values())
        counts[word] += 1
        yield f"{number:>4}  {word:<8} {line.words[:_WORDS]}"
        for test, outcome in sorted(shown.items()):
            yield f"{'':>15}{outcome:<8} {test}"
    yield "Acceptance: " + ", ".join(f"{n} {word}" for word, n in sorted(counts.items()))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the switch that prints the table."""
    parser.addoption("--acceptance-report", action="store_true", help="print the acceptance table")


def pytest_configure(config: pytest.Config) -> None:
    """Collect results in the process that reports; under xdist that is the controller."""
    if config.getoption("--acceptance-report") and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Report(), "acceptance-report")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Attach the numbers to the results, which is how they cross from xdist's workers."""
    known = read_lines(LIST.read_text(encoding="utf-8")) if LIST.exists() else {}
    for item in items:
        for mark in item.iter_markers("acceptance"):
            _refuse_unknown(item, mark, known)
            item.user_properties.append((_PROPERTY, list(mark.args)))


def _refuse_unknown(item: pytest.Item, mark: pytest.Mark, known: dict[int, Line]) -> None:
    wrong = [n for n in mark.args if n not in known or known[n].is_struck]
    if wrong or not mark.args or mark.kwargs:
        raise pytest.UsageError(f"{item.nodeid}: no such acceptance lines: {wrong or mark}")


class Report:
    """Gathers outcomes while the tests run, and prints the table at the end."""

    def __init__(self) -> None:
        """Start with no result."""
        self.results: dict[int, dict[str, str]] = defaultdict(dict)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep the outcome; a failing set-up or tear-down counts as a failure."""
        if report.when != "call" and report.passed:
            return
        for name, value in report.user_properties:
            if name == _PROPERTY and isinstance(value, list):
                for number in value:
                    self._keep(int(number), report.nodeid, report.outcome)

    def _keep(self, number: int, test: str, outcome: str) -> None:
        before = self.results[number].get(test)
        self.results[number][test] = outcome if before is None else verdict([before, outcome])

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print the table after pytest's own summary."""
        terminalreporter.section("acceptance")
        lines = read_lines(LIST.read_text(encoding="utf-8"))
        for row in table(lines, self.results):
            terminalreporter.write_line(row)
