"""How a command begins: what is said, and what a person is asked for."""

from pathlib import Path

from infra.account import stage as stages
from infra.account.stage import SETTINGS, Stage
from infra.account.start import Start, asked, parser, start
from tests.infra.account import Screen


class Person(Screen):
    """A terminal where somebody answers each question once."""

    __slots__ = ("answers", "questions")

    def __init__(self, *answers: str) -> None:
        super().__init__(is_interactive=True)
        object.__setattr__(self, "answers", list(answers))
        object.__setattr__(self, "questions", [])

    def ask(self, question: str) -> str:
        self.questions.append(question)
        return self.answers.pop(0)


def begun(path: Path, screen: Screen, **said: str) -> Start:
    """Return a start with these flags."""
    flags = [
        each for name, value in said.items() for each in (f"--{name.replace('_', '-')}", value)
    ]
    arguments = parser("").parse_args(flags)
    stage = stages.read(path, "prod", said)
    return Start(stage=stage, terminal=screen, arguments=arguments, file=path)


def test_what_is_not_said_is_asked_for_once(tmp_path: Path) -> None:
    path = tmp_path / "deploy.toml"
    person = Person("eu-west-1", "in.shop.example", "")

    stage = asked(begun(path, person), {})

    assert (stage.region, stage.mail_domain) == ("eu-west-1", "in.shop.example")
    assert len(person.questions) == 3
    assert asked(begun(path, Person()), {}) == stages.read(path, "prod", {})


def test_what_the_command_line_says_outlasts_a_question(tmp_path: Path) -> None:
    path = tmp_path / "deploy.toml"
    path.write_text('[prod]\nbase_url = "https://a.example"\nstack = "a"\n', encoding="utf-8")
    person = Person("in.shop.example", "a@b.example")

    stage = asked(begun(path, person, base_url="", stack="b", region="eu-west-1"), {})

    assert (stage.base_url, stage.stack, stage.region) == ("", "b", "eu-west-1")
    assert "base_url" in stage.cleared
    assert stage.mail_domain == "in.shop.example"
    assert stages.read(path, "prod", {}).stack == "a"  # what is asked is kept, flags are not


def test_what_aws_knows_is_not_asked_for(tmp_path: Path) -> None:
    person = Person("in.shop.example")
    known_there = {"region": "eu-west-1", "alarm_address": "as before"}

    assert asked(begun(tmp_path / "d.toml", person), known_there).mail_domain == "in.shop.example"


def test_where_nobody_answers_nothing_is_asked_or_kept(tmp_path: Path) -> None:
    path = tmp_path / "deploy.toml"

    assert asked(begun(path, Screen()), {}) == Stage(name="prod")
    assert not path.exists()


def test_each_setting_is_a_flag(tmp_path: Path) -> None:
    line = ["--stage", "dev", "--file", str(tmp_path / "none"), "--sign-up", "open", "--yes"]
    said = start(parser(""), line)

    assert said.stage == Stage(name="dev", sign_up="open")
    assert said.terminal.agrees
    assert "sign_up" in SETTINGS
