"""An answer by way of a language model, within limits of rounds, time and money."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from chalicelib.core.desk import Desk
from chalicelib.core.errors import Forbidden, RateLimited, Unavailable
from chalicelib.core.talk import Result, Talker, Turn, Use
from chalicelib.customer_agent.brain.advised import tools, words
from chalicelib.customer_agent.brain.model import Asked, Escalated, Manner, Said
from chalicelib.table import rates

ROUNDS = 4
"""So often the model may look something up before it answers."""
USES = 3
"""So much at once."""
PATIENCE = timedelta(seconds=6)
"""For all of it; what is looked up last may take two seconds more."""
_DAY = timedelta(days=1)

Known = dict[str, Any]


def talked(desk: Desk, manner: Manner, asked: Asked) -> Said | Escalated | None:
    """Return what comes of asking the language model; None where nothing did.

    There may be none, it may fail, take too long or cost too much, or want what it may not see.
    """
    talker = desk.talker
    if talker is None or talker.rests():
        return None
    try:
        return _conversation(desk, talker, manner, asked)
    except (Forbidden, RateLimited, Unavailable):
        return None


def _conversation(
    desk: Desk, talker: Talker, manner: Manner, asked: Asked
) -> Said | Escalated | None:
    told, shown = words.instructions(manner), Known()
    turns = [Turn(is_model=False, text=words.question(asked))]
    until = desk.now() + PATIENCE
    for _ in range(ROUNDS + 1):
        rates.limit(desk, "customer_agent", "", most=manner.daily_limit, per=_DAY)
        seconds = _left(desk, until)
        said = talker.turn(told, turns, tools.tools(asked), seconds=seconds)
        if not said.uses:
            return words.believed(said.text, shown, told)
        results = _looked_up(desk, asked, said.uses, shown)
        turns += [said, Turn(is_model=False, results=results)]
    return None


def _left(desk: Desk, until: datetime) -> float:
    # The clock is read anew before each turn: this is about time, not about what is decided.
    left = (until - desk.now()).total_seconds()
    if left <= 0:
        raise Unavailable("The language model took too long.")
    return left


def _looked_up(desk: Desk, asked: Asked, uses: Sequence[Use], shown: Known) -> tuple[Result, ...]:
    """Look up what the model wants, and note in `shown` what it has seen."""
    if len(uses) > USES:
        raise Forbidden("Too much is looked up at once.")
    results: list[Result] = []
    for use in uses:
        found = tools.look_up(desk, asked, use)
        shown.update(found.sources)
        results.append(Result(use_id=use.id, text=found.text))
    return tuple(results)
