"""Deploys a stage: `make deploy STAGE=prod`. Can be run again after whatever happened."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from subprocess import CalledProcessError

from infra import checks, package, preflight
from infra.account import dns, facts, plan, prepare, records, stack
from infra.account.cloud import Cloud
from infra.account.facts import Facts
from infra.account.stage import Stage
from infra.account.start import asked, ends_in_words, parser, start
from infra.account.terminal import Terminal

OUT = package.ROOT / "build" / "package"
Build = Callable[[Path, str], Path]


def _build(out: Path, stage: str) -> Path:
    return package.package(out, stage=stage)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What a deploy reaches the world by."""

    cloud_of: Callable[[Stage], Cloud] = Cloud
    look: dns.Look = dns.look
    build: Build = _build
    sleep: Callable[[float], None] | None = None
    out: Path = field(default=OUT)

    def watch(self, terminal: Terminal) -> stack.Watch:
        """Return how a stack is watched."""
        watch = stack.Watch(terminal=terminal)
        return replace(watch, sleep=self.sleep) if self.sleep else watch


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    cloud: Cloud
    stage: Stage
    watch: stack.Watch
    url: str
    """Of the uploaded template."""
    parameters: tuple[str, ...]
    """What the template takes."""


def deploy(stage: Stage, terminal: Terminal, tools: Tools, *, is_dry: bool = False) -> bool:
    """Deploy the stage; return whether it stands. Raises StackError.

    A dry one uploads, tells what would change of the stack, and leaves it as it is.
    """
    stage, known = facts.gather(tools.cloud_of, stage, tools.look)
    found = preflight.findings(stage, known)
    for line in preflight.report(found):
        terminal.say(line)
    if not _may_go_on(stage, found, terminal, is_dry=is_dry):
        terminal.say("Nothing was deployed.")
        return False
    cloud = tools.cloud_of(stage)
    if is_dry and not (known.stack and known.stack.is_standing):
        terminal.say(f"There is no {stage.stack_name} yet: all of it would be made.")
        return True
    if known.keys == "absent" and not is_dry:
        prepare.make_keys(cloud, stage.signing_secret)
    work = _uploaded(cloud, stage, known, terminal, tools)
    if is_dry:
        _preview(work, plan.plan(stage, known), known.stack)
        return True
    done = _bring(work, plan.plan(stage, known))
    _activate(work, done)
    for line in _told(work, done):
        terminal.say(line)
    return True


def _preview(work: _Work, said: Mapping[str, str], before: stack.Known | None) -> None:
    parameters = stack.given(work.parameters, said, before)
    name = work.stage.stack_name
    for line in stack.preview(work.cloud, name, work.url, parameters, watch=work.watch):
        work.watch.terminal.say(line)


def _may_go_on(
    stage: Stage, found: list[preflight.Finding], terminal: Terminal, *, is_dry: bool
) -> bool:
    """Tell whether nothing stands in the way but keys, and somebody wants those made."""
    blocking = [each for each in found if each.blocks]
    if any(each.offer != "keys" for each in blocking):
        return False
    return (
        not blocking
        or is_dry
        or terminal.offers(f"Make signing keys in {stage.signing_secret} now?")
    )


def _uploaded(cloud: Cloud, stage: Stage, known: Facts, terminal: Terminal, tools: Tools) -> _Work:
    bucket = prepare.bucket_name(cloud, stage)
    if known.bucket == "absent" or not stage.bucket:  # one of its own choice is theirs to keep
        prepare.make_bucket(cloud, bucket)
    terminal.say("Packaging...")
    template = tools.build(tools.out, stage.name)
    terminal.say("Uploading...")
    return _Work(
        cloud=cloud,
        stage=stage,
        watch=tools.watch(terminal),
        url=prepare.upload(cloud, bucket, template),
        parameters=tuple(json.loads(template.read_text(encoding="utf-8"))["Parameters"]),
    )


def _bring(work: _Work, said: Mapping[str, str]) -> stack.Known:
    """Deploy; once more where only the first deploy could tell the address."""
    done = _change(work, said)
    url = plan.base_url(work.stage, done)
    if said["BaseUrl"] != url:
        done = _change(work, {**said, "BaseUrl": url})
    return done


def _change(work: _Work, said: Mapping[str, str]) -> stack.Known:
    """Bring the stack to its template with these parameters; return it as it is now."""
    name, terminal = work.stage.stack_name, work.watch.terminal
    before = stack.settled(work.cloud, name, work.watch)
    parameters = stack.given(work.parameters, said, before)
    changed = stack.change(work.cloud, name, work.url, parameters, watch=work.watch)
    terminal.say("Deployed." if changed else "Nothing has changed since the last deploy.")
    after = stack.describe(work.cloud, name)
    if after is None:
        raise stack.StackError(f"Somebody deleted {name} meanwhile.")
    return after


def _activate(work: _Work, done: stack.Known) -> None:
    """Make our receipt rules the active ones where none are: others' are theirs to decide."""
    if work.stage.receipt_rule_set:
        return
    own = done.outputs["MailRuleSet"]
    active = facts.active_rules(work.cloud)
    if not active:
        work.cloud.client("ses").set_active_receipt_rule_set(RuleSetName=own)
        work.watch.terminal.say(f"The receipt rule set {own} is active now.")
    elif active != own:
        work.watch.terminal.say(f"No mail comes in while the receipt rule set {active} is active.")


def _told(work: _Work, done: stack.Known) -> Iterator[str]:
    """Yield what somebody needs to know next."""
    url = done.parameters["BaseUrl"]
    identity = facts.identity(work.cloud, work.stage.mail_domain)
    target = done.outputs.get("CustomDomainTarget", "")
    yield from ("", f"The console  {url}/console", f"The API      {url}/v1/openapi.json", "")
    yield "DNS records to publish, where they are not there yet:"
    needed = records.records(work.stage, work.cloud.region, identity=identity, target=target)
    yield from (f"  {record}" for record in needed)
    if done.parameters.get("SignUp") == "open":
        yield from ("", 'Anybody may open an account; sign_up = "closed" ends that.')


def _elsewhere(tools: Tools, stage: Stage) -> dict[str, str]:
    """Return the settings that AWS's own configuration or a deployed stack knows."""
    try:
        cloud = tools.cloud_of(stage)
        known = stack.describe(cloud, stage.stack_name) if cloud.region else None
    except facts.Error:
        return {}  # the preflight tells why
    names = {"mail_domain", "alarm_address"} if known and known.is_standing else ()
    return {"region": cloud.region, **dict.fromkeys(names, "as before")}


@ends_in_words(CalledProcessError, checks.Unfit)
def main(argv: Sequence[str] | None = None, tools: Tools | None = None) -> int:
    """Read the command line; return 0 if the stage stands."""
    tools = tools or Tools()
    line = parser(__doc__ or "")
    line.add_argument("--dry-run", action="store_true", help="tell what would change, only")
    begun = start(line, argv)
    stage = asked(begun, _elsewhere(tools, begun.stage))
    is_dry = begun.arguments.dry_run
    return 0 if deploy(stage, begun.terminal, tools, is_dry=is_dry) else 1


if __name__ == "__main__":
    sys.exit(main())
