"""The one way in: is a message spam, why, and which automatic tags does it get."""

from datetime import timedelta

from chalicelib.accounts import storage as accounts
from chalicelib.core.desk import Desk
from chalicelib.core.errors import RateLimited, Unavailable
from chalicelib.routing.text import opinion
from chalicelib.routing.text.classify import scores
from chalicelib.routing.text.learned import NOTHING, Learned
from chalicelib.routing.text.model import SPAM, TAGS, Assessment, Inbound
from chalicelib.routing.text.opinion import Opinion
from chalicelib.routing.text.reasons import explain
from chalicelib.table import rates

AGREED = "A language model thinks so too"
CLEARED = "A language model found nothing wrong with it"


def assess(desk: Desk, inbound: Inbound, learned: Learned = NOTHING) -> Assessment:
    """Judge a message with what the account has taught (`lessons.learned`).

    Where the account wants it, a language model is asked about what is in doubt. Whatever becomes
    of that, there is an answer, at most two seconds later.
    """
    found = scores(inbound, learned)
    doubts = opinion.doubtful(found)
    said = _second_opinion(desk, inbound) if doubts else None
    labels = opinion.settled(found, doubts, said)
    tags = sorted(labels.intersection(TAGS), key=lambda name: (-found[name], TAGS.index(name)))
    is_suspect = found[SPAM] >= 0.5 or SPAM in labels
    reasons = explain(inbound, learned) if is_suspect else ()
    if said is not None and SPAM in doubts and is_suspect:
        reasons = (AGREED if said.is_spam else CLEARED, *reasons)
    return Assessment(is_spam=SPAM in labels, reasons=reasons, tags=tuple(tags))


def _second_opinion(desk: Desk, inbound: Inbound) -> Opinion | None:
    wanted = accounts.account(desk).settings.second_opinion
    adviser = desk.adviser if wanted.enabled else None
    if adviser is None or adviser.rests() or not inbound.text.strip():
        return None
    day = timedelta(days=1)
    try:
        rates.limit(desk, "second_opinion", "", most=wanted.daily_limit, per=day)
        answer = adviser.ask(opinion.INSTRUCTIONS, opinion.question(inbound))
    except (RateLimited, Unavailable):
        return None
    return opinion.read_answer(answer)
