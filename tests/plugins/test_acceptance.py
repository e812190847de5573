"""The acceptance table says the truth about its tests."""

from pathlib import Path

import pytest

from tests.plugins.acceptance import LIST, Line, read_lines, table, verdict

pytest_plugins = ("pytester",)


def test_every_promise_has_its_number_and_one_is_struck_out() -> None:
    lines = read_lines(LIST.read_text(encoding="utf-8"))

    assert list(lines) == list(range(1, 142))
    assert [n for n, line in lines.items() if line.is_struck] == [8]


@pytest.mark.parametrize(
    ("outcomes", "word"),
    [
        ([], "no test"),
        (["passed", "passed"], "passed"),
        (["passed", "skipped"], "skipped"),
        (["passed", "failed", "skipped"], "failed"),
    ],
)
def test_the_worst_result_of_a_line_counts(outcomes: list[str], word: str) -> None:
    assert verdict(outcomes) == word


def test_the_table_shows_lines_without_a_test_too() -> None:
    lines = {1: Line(1, "It works"), 2: Line(2, "It lasts"), 8: Line(8, "~~It costs~~")}

    rows = list(table(lines, {1: {"tests/test_a.py::test_b": "passed"}}))

    assert rows[0].split() == ["1", "passed", "It", "works"]
    assert rows[1].split() == ["passed", "tests/test_a.py::test_b"]
    assert rows[2].split() == ["2", "no", "test", "It", "lasts"]
    assert rows[-1] == "Acceptance: 1 no test, 1 passed, 1 struck"


def _run(pytester: pytest.Pytester, source: str) -> pytest.RunResult:
    pytester.makepyfile(source)
    root = str(Path(__file__).parents[2])
    pytester.syspathinsert(root)
    return pytester.runpytest_inprocess(
        "-p", "tests.plugins.acceptance", "--disable-plugin-autoload", "--acceptance-report"
    )


def test_a_marked_test_appears_with_its_result(pytester: pytest.Pytester) -> None:
    source = """
        import pytest

        @pytest.mark.acceptance(19, 20)
        def test_a_chat_is_new():
            assert False
    """

    result = _run(pytester, source)

    result.stdout.fnmatch_lines([" *19  failed *", " *failed *test_a_chat_is_new", "*1 struck"])


@pytest.mark.parametrize("lines", ["142", "0", "8", ""])
def test_a_line_that_does_not_exist_is_refused(pytester: pytest.Pytester, lines: str) -> None:
    source = f"""
        import pytest

        @pytest.mark.acceptance({lines})
        def test_something():
            pass
    """

    result = _run(pytester, source)

    assert result.ret == pytest.ExitCode.USAGE_ERROR
