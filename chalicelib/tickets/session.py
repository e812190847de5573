"""What the Customer Agent does in a ticket: it answers first, until somebody of the team has it.

Values and pure steps. A ticket with a session is in no list of the team's before it is handed off.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import Any

QUIET_FOR = timedelta(hours=48)
"""Who has said nothing for so long has what they wanted, or has given up."""
LOOKED_AT_AGAIN = timedelta(seconds=60)
"""By then a worker has answered, or the order to do so was lost."""
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
class Session:
    """How far the Customer Agent has come; `owes` is the message that waits for its answer."""

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

    @property
    def is_active(self) -> bool:
        """Tell whether the Customer Agent still has the conversation."""
        return self.outcome is Outcome.open

    @property
    def is_apart(self) -> bool:
        """Tell whether the team's lists leave the ticket out: no human was ever needed."""
        return self.outcome is not Outcome.routed


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
        session, owes=0, stage=Stage.over, outcome=Outcome.routed, reason=reason or session.reason
    )


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
        session.handoff, int(session.is_stuck),
    ]  # fmt: skip


def read(told: list[Any]) -> Session:
    """Return the session that lies in the table."""
    stage, owes, outcome, reason, rule_id, handoff, is_stuck = told
    return Session(
        stage=Stage(stage),
        owes=int(owes),
        outcome=Outcome(outcome),
        reason=reason,
        rule_id=rule_id,
        handoff=handoff,
        is_stuck=bool(is_stuck),
    )
