"""Says in words why a message was taken for spam."""

from chalicelib.routing.text import learned as lessons
from chalicelib.routing.text.features import SIGNALS, Features, names, read
from chalicelib.routing.text.learned import Learned
from chalicelib.routing.text.model import SPAM, Facts, Inbound
from chalicelib.routing.text.weights import KNOWN, SPAM_COLUMNS, Weights, kind_of, shipped

# Set by hand: no public set of mails carries these facts. Each alone tips a doubtful message
# and leaves one that reads like a customer's.
FAILED_BY_MAIL_SERVICE = 2.5
PASSED_BY_MAIL_SERVICE = -0.5
ANSWERED_BY_MACHINE = 3.0

_SIGNAL_WORDS = {
    "links": "Contains links",
    "addresses": "Contains several mail addresses",
    "money": "Speaks of sums of money",
    "shouting": "Much of it is in capital letters",
    "exclamations": "Has many exclamation marks",
    "numbers": "Has many numbers",
    "length": "Is unusually long",
}
_NOTEWORTHY = 0.2
_LEAST = {"addresses": 0.4, "shouting": 0.5, "exclamations": 0.6, "numbers": 0.5, "length": 0.5}
"""From which value on those words are true: two addresses, three exclamation marks, and so on."""
_WORD_COUNT = 5
_LEARNT_ENOUGH = 0.5


def facts_weight(facts: Facts) -> float:
    """Return what the facts add to the margin for spam."""
    service = {"fail": FAILED_BY_MAIL_SERVICE, "pass": PASSED_BY_MAIL_SERVICE, "unknown": 0.0}
    return service[facts.mail_verdict] + ANSWERED_BY_MACHINE * facts.is_automatic


def explain(inbound: Inbound, learned: Learned) -> tuple[str, ...]:
    """Return the reasons for a verdict of spam, the weightiest first; there is always one."""
    weights, features = shipped(), read(inbound)
    found = [
        *_facts(inbound.facts),
        *_built(inbound, features, weights),
        *_taught(features, learned),
    ]
    named = _suspects(inbound, weights)
    if named:
        found.append((1.0, f"Words often seen in spam: {', '.join(named)}"))
    found.sort(key=lambda reason: -reason[0])
    return tuple(text for _, text in found) or ("Reads like other spam",)


def _facts(facts: Facts) -> list[tuple[float, str]]:
    found: list[tuple[float, str]] = []
    if facts.mail_verdict == "fail":
        found.append((FAILED_BY_MAIL_SERVICE, "The mail service judged it to be spam"))
    if facts.is_automatic:
        found.append((ANSWERED_BY_MACHINE, "A machine answered, not a person"))
    return found


def _built(inbound: Inbound, features: Features, weights: Weights) -> list[tuple[float, str]]:
    column = weights.signals[SPAM_COLUMNS.index(kind_of(inbound))]
    parts = zip(SIGNALS, features.signals, column, strict=True)
    return [
        (value * weight, _SIGNAL_WORDS[name])
        for name, value, weight in parts
        if name in _SIGNAL_WORDS
        and value * weight >= _NOTEWORTHY
        and value >= _LEAST.get(name, 0.0)
    ]


def _taught(features: Features, learned: Learned) -> list[tuple[float, str]]:
    telling = tuple(word for word in features.words if word not in shipped().common)
    moved = lessons.shift(learned, SPAM, telling)
    return [(moved, "Like messages your team marked as spam")] if moved >= _LEARNT_ENOUGH else []


def _suspects(inbound: Inbound, weights: Weights) -> list[str]:
    readable = {bucket: name for bucket, name in names(inbound).items() if len(name) > 2}
    single = {bucket: name for bucket, name in readable.items() if name.isalpha()}
    columns = (KNOWN, kind_of(inbound))
    weighed = sorted(
        (-sum(weights.weight(bucket, column) for column in columns), name)
        for bucket, name in single.items()
    )
    return [f"“{name}”" for weight, name in weighed[:_WORD_COUNT] if weight < 0]
