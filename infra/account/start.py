"""How each command begins: the command line, the stage's settings, and what is not said yet."""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import ParamSpec

from botocore.exceptions import BotoCoreError, ClientError

from infra.account import stage as stages
from infra.account.cloud import why
from infra.account.stack import StackError
from infra.account.stage import SETTINGS, Stage, UnknownStageError
from infra.account.terminal import Terminal, terminal

_QUESTIONS = {
    "region": "Which region of AWS (one where SES receives mail, as eu-west-1)",
    "mail_domain": "Which domain receives mail, and is used for nothing else (as in.example.com)",
    "alarm_address": "Who is mailed when something is wrong (empty for nobody)",
}

_Words = ParamSpec("_Words")


def ends_in_words(
    *also: type[Exception],
) -> Callable[[Callable[_Words, int]], Callable[_Words, int]]:
    """Return what lets a command that cannot go on say why and return 1, instead of raising."""
    known = (UnknownStageError, StackError, BotoCoreError, ClientError, *also)

    def ending(main: Callable[_Words, int]) -> Callable[_Words, int]:
        @wraps(main)
        def said(*args: _Words.args, **kwargs: _Words.kwargs) -> int:
            try:
                return main(*args, **kwargs)
            except known as error:
                sys.stderr.write(f"{why(error)}\n")
                return 1

        return said

    return ending


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What was said."""

    stage: Stage
    terminal: Terminal
    arguments: argparse.Namespace
    file: Path


def parser(about: str) -> argparse.ArgumentParser:
    """Return a command line with a flag for each setting."""
    made = argparse.ArgumentParser(description=about)
    made.add_argument("--stage", default="prod")
    made.add_argument("--file", type=Path, default=stages.FILE)
    made.add_argument("--yes", action="store_true", help="take every offer")
    for name in SETTINGS:
        made.add_argument(f"--{name.replace('_', '-')}")
    return made


def start(line: argparse.ArgumentParser, argv: Sequence[str] | None) -> Start:
    """Read the command line and the file; raises UnknownStageError."""
    arguments = line.parse_args(argv)
    stage = stages.read(arguments.file, arguments.stage, _flags(arguments))
    screen = terminal(agrees=arguments.yes)
    return Start(stage=stage, terminal=screen, arguments=arguments, file=arguments.file)


def _flags(arguments: argparse.Namespace) -> dict[str, str]:
    """Return what is said on the command line; an empty value is said, too."""
    return {name: value for name in SETTINGS if (value := getattr(arguments, name)) is not None}


def asked(begun: Start, known: Mapping[str, str]) -> Stage:
    """Return the stage with what a person answers, kept in the file, if there is a person.

    What is `known` from elsewhere is not asked for.
    """
    stage, answers = begun.stage, {}
    for name, question in _QUESTIONS.items():
        if getattr(stage, name) or name in stage.cleared or known.get(name):
            continue
        answer = begun.terminal.ask(question)
        if begun.terminal.is_interactive:
            answers[name] = answer
    if not answers:
        return stage
    stages.keep(begun.file, stage.name, answers)
    begun.terminal.say(f"Kept in {begun.file}.")
    return stages.read(begun.file, stage.name, _flags(begun.arguments))
