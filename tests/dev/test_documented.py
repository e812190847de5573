"""Every command of the README and the docs is run here, or said to need an AWS account.

A block of commands is marked by the words behind its fence: `console` is run on a laptop's server,
`console aws` needs an account. What asks an installation (`$URL`) is asked on the laptop, where it
need only be understood: the keys in it are nobody's.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.dev.test_run import ROOT, asker, running

pytestmark = [
    pytest.mark.xdist_group("run"),
    pytest.mark.skipif(not shutil.which("curl"), reason="the documents ask by curl"),
]

SHELLS = ("console", "bash", "sh", "shell")
MARK = "aws"
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
_FENCE = re.compile(r"^ *```(\S*) *(\S*)$")
_TICKET = re.compile(r"tkt_[0-9A-Z]{26}")
_MAKE = re.compile(r"^make( [a-z-]+)*( [A-Z]+=\S*)*( ARGS='[^']*')?$")
_LEFT_OUT = re.compile(r"\.\.\.|…")
_NOT_UNDERSTOOD = ("not_found", "method_not_allowed", "internal_error", "unauthenticated")
_NOT_THERE = '"ticket_id": "1001"'
"""A ticket of another helpdesk: only a conversation handed over makes one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command and where it stands."""

    page: str
    mark: str
    text: str


def blocks(page: Path) -> Iterator[tuple[str, str, list[str]]]:
    """Yield a page's fenced blocks: the language, the mark behind it, the lines."""
    lines = iter(page.read_text(encoding="utf-8").splitlines())
    for line in lines:
        fence = _FENCE.match(line)
        if fence:
            content = []
            for inside in lines:
                if inside.strip() == "```":
                    break
                content.append(inside.strip())
            yield fence[1], fence[2], content


def commands(page: Path) -> Iterator[Command]:
    """Yield what a page lets somebody type, each with the lines that it goes on for."""
    for language, mark, lines in blocks(page):
        rest = iter(lines if language in SHELLS else [])
        for line in rest:
            if not line.startswith("$ "):
                continue
            text = line.removeprefix("$ ")
            while not _is_whole(text):
                text += f"\n{next(rest)}"
            yield Command(page=page.name, mark=mark, text=text)


def _is_whole(text: str) -> bool:
    try:
        shlex.split(text, comments=True)
    except ValueError:
        return False
    return not text.endswith(("\\", "|"))


COMMANDS = [command for page in PAGES for command in commands(page)]
OURS = [each for each in COMMANDS if not each.mark]
ASKED = [each for each in OURS if "$URL" in each.text]
TYPED = [each for each in OURS if each not in ASKED and not each.text.startswith("make")]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Run the product as `make run` does."""
    folder = tmp_path_factory.mktemp("documented")
    with running(folder, "--no-orders") as run:
        yield folder, run


def typed(text: str, folder: Path, run: dict[str, Any], key: str) -> str:
    """Return what a shell answers, in the folder that the server runs in."""
    here = text.replace("http://localhost:8000", run["base_url"])
    here = here.replace("localhost:8000", run["base_url"].removeprefix("http://"))
    environment = {**os.environ, "URL": run["base_url"], "KEY": key}
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", here], cwd=folder, env=environment,
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, f"{text}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def test_marks_are_known() -> None:
    assert {each.mark for each in COMMANDS} == {"", MARK}
    assert {each.page for each in OURS} >= {"README.md", "helpdesks.md", "operations.md"}


def test_what_needs_aws_says_so_and_nothing_else_does() -> None:
    needs = re.compile(r"^(aws |make (deploy|destroy|preflight)\b)")
    unmarked = [each.text for each in OURS if needs.match(each.text)]
    idle = [each for each in COMMANDS if each.mark and "localhost" in each.text]

    assert unmarked == []
    assert idle == []


def test_what_can_be_made_is_in_the_makefile() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    texts = [each.text.partition("#")[0].strip() for each in COMMANDS]
    made = [text for text in texts if text.startswith("make")]
    prose = re.findall(r"`(make [a-z][a-z-]+)", "".join(page.read_text() for page in PAGES))

    assert [text for text in made if not _MAKE.match(text)] == []
    assert {text.split()[1] for text in [*made, *prose] if len(text.split()) > 1} <= targets


@pytest.mark.parametrize("command", ASKED, ids=lambda each: each.page)
def test_what_an_installation_is_asked_is_understood(
    demo: tuple[Path, dict[str, Any]], command: Command
) -> None:
    folder, run = demo
    owner = run["accounts"][1]["agents"][0]["api_key"]
    said = typed(command.text.replace("curl ", "curl -s ", 1), folder, run, owner)
    answer = json.loads(said.splitlines()[-1])

    assert answer.get("code") not in _NOT_UNDERSTOOD
    assert answer.get("code") != "invalid" or list(faults(command, answer)) == []


def faults(command: Command, answer: dict[str, Any]) -> Iterator[Any]:
    """Yield what was refused, but for values that the page leaves out."""
    words = shlex.split(command.text.replace("\\\n", " "))
    body = json.loads(words[words.index("-d") + 1])
    for each in answer.get("errors") or [{"pointer": "", **answer}]:
        value = body
        for part in each["pointer"].split("/")[1:]:
            value = value.get(part, {})
        if not (isinstance(value, str) and _LEFT_OUT.search(value)):
            yield each


def test_what_the_pages_let_somebody_type_works(demo: tuple[Path, dict[str, Any]]) -> None:
    """In the order of each page: later commands use what earlier ones made."""
    folder, run = demo
    keys = run["accounts"][0]["agents"]
    key = keys[3]["api_key"]
    for command in TYPED:
        newest = asker(run, key)("GET", "/v1/tickets?view=all&limit=1")[1]["data"][0]["id"]
        text = _TICKET.sub(newest, command.text)
        file = next((folder / ".dev").glob("run*.json")).name
        answer = typed(text.replace("run.json", file), folder, run, key)
        assert "urn:deskhand:problem:" not in answer or _NOT_THERE in text, answer


def test_a_command_goes_on_until_it_is_whole(tmp_path: Path) -> None:
    page = tmp_path / "a.md"
    page.write_text("```console aws\n$ a 'b\nc' |\n  d \\\n  e\nout\n$ f\n```\n```json\n$ g\n```\n")

    assert [(each.mark, each.text) for each in commands(page)] == [
        ("aws", "a 'b\nc' |\nd \\\ne"),
        ("aws", "f"),
    ]
