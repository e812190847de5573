"""What the Customer Agent does in a ticket: it answers first, until somebody of the team has it.

Values and pure steps. A ticket with a session is in no list of the team's before it is handed off.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

QUIET_FOR = timedelta(hours=48)
"""Who has said nothing for so long has what they wanted, or has given up."""
LOOKED_AT_AGAIN = timedelta(seconds=60)
"""By then a worker has answered, or the order to do so was lost."""
QUIET_ELSEWHERE_FOR = timedelta(days=7)
"""The same where another helpdesk answers: people are slower."""
REOPENED_WITHIN = timedelta(days=7)
"""Who comes back so soon had no answer (decision 48)."""


class Stage(StrEnum):
    """What comes next."""

    answering = "answering"
    offered = "offered"
    """The visitor is asked whether they want a human."""
    email = "email"
    """They do; where to answer is not known yet."""
    over = "over"


class Outcome(StrEnum):
    """How it ended."""

    open = "open"
    resolved = "resolved"
    routed = "routed"
    closed = "closed"
    """Without an answer that helped, and without a human."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """How far another helpdesk knows of the conversation that it has; `told` is the last entry."""

    told: int
    is_made: bool = False
    """Its ticket there exists; before that, `told` is what the ticket will be made of."""
    since: datetime
    """When it was first tried to tell what it does not know yet."""
    again_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """How far the Customer Agent has come; `owes` is the message that waits for its answer.

    Where another helpdesk has the conversation, `owes` is what it has to be told.
    """

    stage: Stage = Stage.answering
    owes: int = 0
    outcome: Outcome = Outcome.open
    reason: str = ""
    """Why it could not answer: the last time, or when it handed off."""
    rule_id: str = ""
    handoff: str = ""
    """To which helpdesk, fixed when it was offered; empty for none."""
    is_stuck: bool = False
    """What was asked last has no answer."""
    elsewhere: Elsewhere | None = None
    """Set while another helpdesk has it."""

    @property
    def is_active(self) -> bool:
        """Tell whether the Customer Agent still has the conversation."""
        return self.outcome is Outcome.open

    @property
    def is_apart(self) -> bool:
        """Tell whether the team's lists leave the ticket out: no human of theirs is needed."""
        return self.outcome is not Outcome.routed or self.elsewhere is not None


def asked(session: Session, sequence: int, *, stage: Stage = Stage.answering) -> Session:
    """Return the session after the customer's word: whatever was offered, it is answered first."""
    return replace(session, stage=stage, owes=sequence, outcome=Outcome.open)


def answered(session: Session) -> Session:
    """Return the session after an answer."""
    return replace(session, owes=0, reason="", rule_id="", is_stuck=False)


def stuck(session: Session, *, reason: str, rule_id: str, handoff: str, stage: Stage) -> Session:
    """Return the session after a question that has no answer."""
    return replace(
        session, owes=0, reason=reason, rule_id=rule_id, handoff=handoff, stage=stage, is_stuck=True
    )


def routed(session: Session, *, reason: str = "") -> Session:
    """Return the session when a human has the conversation."""
    return replace(
        session,
        owes=0,
        stage=Stage.over,
        outcome=Outcome.routed,
        reason=reason or session.reason,
        elsewhere=None,
    )


def sent_elsewhere(session: Session, sequence: int, now: datetime) -> Session:
    """Return the session when another helpdesk is to have all up to an entry."""
    known = Elsewhere(told=sequence, since=now, again_at=now + LOOKED_AT_AGAIN)
    return replace(routed(session), owes=sequence, elsewhere=known)


def said_elsewhere(session: Session, sequence: int, now: datetime) -> Session:
    """Return the session when the other helpdesk has one thing more to be told."""
    known = session.elsewhere
    if known is not None and not session.owes:
        known = replace(known, since=now, again_at=now + LOOKED_AT_AGAIN)
    return replace(session, owes=sequence, elsewhere=known)


def told_elsewhere(session: Session, known: Elsewhere, sequence: int, now: datetime) -> Session:
    """Return the session when the other helpdesk knows all up to an entry."""
    known = replace(known, told=sequence, is_made=True, since=now, again_at=now + LOOKED_AT_AGAIN)
    return replace(session, owes=session.owes if session.owes > sequence else 0, elsewhere=known)


def tried_elsewhere(session: Session, again_at: datetime) -> Session:
    """Return the session when the other helpdesk could not be told, and is told later."""
    known = session.elsewhere
    return replace(session, elsewhere=known and replace(known, again_at=again_at))


def ended(session: Session) -> Session:
    """Return the session when nothing more comes."""
    outcome = Outcome.closed if session.is_stuck or session.owes else Outcome.resolved
    return replace(session, owes=0, stage=Stage.over, outcome=outcome)


def dropped(session: Session) -> Session:
    """Return the session when somebody else has closed the ticket."""
    return replace(session, owes=0, stage=Stage.over, outcome=Outcome.closed)


def stored(session: Session) -> list[Any]:
    """Return as what it lies in the table."""
    return [
        session.stage, session.owes, session.outcome, session.reason, session.rule_id,
        session.handoff, int(session.is_stuck), *_stored(session.elsewhere),
    ]  # fmt: skip


def read(told: list[Any]) -> Session:
    """Return the session that lies in the table."""
    stage, owes, outcome, reason, rule_id, handoff, is_stuck, *elsewhere = told
    return Session(
        stage=Stage(stage),
        owes=int(owes),
        outcome=Outcome(outcome),
        reason=reason,
        rule_id=rule_id,
        handoff=handoff,
        is_stuck=bool(is_stuck),
        elsewhere=_elsewhere(elsewhere),
    )


def _stored(known: Elsewhere | None) -> list[Any]:
    if known is None:
        return []
    return [known.told, int(known.is_made), known.since.isoformat(), known.again_at.isoformat()]


def _elsewhere(told: list[Any]) -> Elsewhere | None:
    if not told:
        return None
    sequence, is_made, since, again_at = told
    return Elsewhere(
        told=int(sequence),
        is_made=bool(is_made),
        since=datetime.fromisoformat(since),
        again_at=datetime.fromisoformat(again_at),
    )
