"""The text model on messages of our own that no training saw, and its time."""

from bench.operations.warm import over_chalice
from bench.registry import figure
from bench.text.evaluate import macro_f1, questions, tag_counts, unwanted_messages
from chalicelib.routing.text import features
from chalicelib.routing.text.classify import judge, tag
from chalicelib.routing.text.model import Inbound

LONG = "The parcel came, but the mug in it is broken. Can you send another one to Lyon? " * 40


@figure("tags that are wrong, as 1 - macro-F1", most=0.2)
def tags() -> float:
    """Tag our own questions in six languages."""
    return 1 - macro_f1(tag_counts(questions()))


@figure("the same in the worst language", most=0.25)
def worst_language() -> float:
    """Tag them language by language."""
    asked = questions()
    by_language = [[s for s in asked if s.source == name] for name in {s.source for s in asked}]
    return max(1 - macro_f1(tag_counts(samples)) for samples in by_language)


@figure("spam of our own that is missed", most=0.12, unit="of all")
def missed() -> float:
    """Judge spam that was written before there was a model."""
    found = [judge(sample.inbound).is_spam for sample in unwanted_messages()]
    return 1 - sum(found) / len(found)


@figure("questions taken for spam", most=0.005, unit="of all")
def alarms() -> float:
    """Judge our own questions."""
    found = [judge(sample.inbound).is_spam for sample in questions()]
    return sum(found) / len(found)


@figure("judging and tagging a message", most=12, unit="x Chalice")
def time_of_a_message() -> float:
    """Read a question that was not read just before."""
    asked = [sample.inbound for sample in questions()]
    return over_chalice(lambda: [_both(inbound) for inbound in asked], times=1) / len(asked)


@figure("judging and tagging the longest", most=50, unit="x Chalice")
def time_of_the_longest() -> float:
    """Read a message of which the end is left unread."""
    return over_chalice(lambda: _both(Inbound(text=LONG)), times=20)


def _both(inbound: Inbound) -> None:
    features.read.cache_clear()
    judge(inbound)
    tag(inbound)
