"""Fitting both models to an account's customers by maximum likelihood; loaded by the job alone.

Parameters are sought as logarithms, so that none becomes negative. Customers with the same history
are counted, not repeated.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import exp, fsum, isfinite, lgamma, log, log1p

from chalicelib.customers.predictions.model import Buying, History, Spending

_ROUNDS = 2_000
_PRECISE = 1e-9
_WIDEST = 14.0
"""No logarithm of a parameter is larger: data that tell nothing would lead it away for ever."""
_ONCE = (0.5, 0.9)

Point = tuple[float, ...]
Seen = tuple[float, float]
"""Recency and age."""
_Groups = Mapping[int, Sequence[tuple[Seen, int]]]


def fit_buying(histories: Iterable[History]) -> Buying | None:
    """Return the BG/NBD parameters; None where nobody bought twice."""
    groups = _grouped(histories)
    many = sum(count for group in groups.values() for _, count in group)
    if not any(groups) or not many:
        return None
    # Weeks become units in which the oldest customer's age is about ten.
    unit = max(age for group in groups.values() for (_, age), _ in group) / 10 or 1.0
    scaled = {
        x: [((recency / unit, age / unit), count) for (recency, age), count in group]
        for x, group in groups.items()
    }
    best = minimum(lambda at: -_log_likelihood(_buying(at), scaled) / many, (0.0, 0.0, 0.0, 0.7))
    found = _buying(best)
    return Buying(r=found.r, alpha=found.alpha * unit, a=found.a, b=found.b)


def fit_spending(histories: Iterable[History]) -> Spending | None:
    """Return the gamma-gamma parameters; None where nobody spent anything at a second time."""
    seen = [(h.spent_times, h.spent_average) for h in histories if h.spent_times]
    seen = [(times, average) for times, average in seen if average > 0]
    if not seen:
        return None
    mean = fsum(times * average for times, average in seen) / sum(times for times, _ in seen)
    scaled = [(times, average / mean) for times, average in seen]
    best = minimum(lambda at: -_spending_likelihood(at, scaled) / len(scaled), (1.0, 1.0, 1.0))
    p, q, v = map(exp, best)
    return Spending(p=p, q=q, v=v * mean, mean=mean)


def minimum(function: Callable[[Point], float], start: Point) -> Point:
    """Return where a function is least, by Nelder and Mead's simplex, begun anew once found.

    >>> [round(x, 4) for x in minimum(lambda at: (at[0] - 3) ** 2 + (at[1] + 1) ** 2, (0.0, 0.0))]
    [3.0, -1.0]
    """

    def bounded(at: Point) -> float:
        if max(map(abs, at)) > _WIDEST:
            return float("inf")
        value = function(at)
        return value if isfinite(value) else float("inf")

    best = start
    for step in _ONCE:
        best = _walk(bounded, [best, *_around(best, step)])
    return best


def _around(point: Point, step: float) -> list[Point]:
    return [
        tuple(value + step * (axis == place) for place, value in enumerate(point))
        for axis in range(len(point))
    ]


def _walk(function: Callable[[Point], float], corners: Sequence[Point]) -> Point:
    simplex = sorted((function(corner), corner) for corner in corners)
    for _ in range(_ROUNDS):
        if simplex[-1][0] - simplex[0][0] < _PRECISE and _width(simplex) < _PRECISE**0.5:
            break
        simplex = _moved(function, simplex)
    return simplex[0][1]


def _width(simplex: Sequence[tuple[float, Point]]) -> float:
    best = simplex[0][1]
    return max(abs(v - b) for _, corner in simplex for v, b in zip(corner, best, strict=True))


def _moved(
    function: Callable[[Point], float], simplex: list[tuple[float, Point]]
) -> list[tuple[float, Point]]:
    *kept, (worst, corner) = simplex
    centre = tuple(sum(values) / len(kept) for values in zip(*(at for _, at in kept), strict=True))

    def tried(factor: float) -> tuple[float, Point]:
        at = tuple(c + factor * (c - w) for c, w in zip(centre, corner, strict=True))
        return function(at), at

    reflected = tried(1.0)
    if reflected[0] < kept[0][0]:
        return sorted([*kept, min(reflected, tried(2.0))])
    if reflected[0] < kept[-1][0]:
        return sorted([*kept, reflected])
    inner = tried(0.5 if reflected[0] < worst else -0.5)
    if inner[0] < min(worst, reflected[0]):
        return sorted([*kept, inner])
    best = kept[0][1]
    shrunk = [tuple((v + b) / 2 for v, b in zip(at, best, strict=True)) for _, at in simplex[1:]]
    return sorted([kept[0], *((function(at), at) for at in shrunk)])


def _grouped(histories: Iterable[History]) -> _Groups:
    counts: dict[int, dict[Seen, int]] = defaultdict(lambda: defaultdict(int))
    for history in histories:
        counts[history.frequency][history.recency, history.age] += 1
    return {x: list(group.items()) for x, group in counts.items()}


def _buying(at: Point) -> Buying:
    r, alpha, a, b = map(exp, at)
    return Buying(r=r, alpha=alpha, a=a, b=b)


def _log_likelihood(buying: Buying, groups: _Groups) -> float:
    # What depends on the number of purchases alone is found once for each number.
    r, alpha, a, b = buying.r, buying.alpha, buying.a, buying.b
    same = -lgamma(r) + r * log(alpha) + lgamma(a + b) - lgamma(b)
    parts: list[float] = []
    for x, group in groups.items():
        many = sum(count for _, count in group)
        known = same + lgamma(r + x) + lgamma(b + x) - lgamma(a + b + x)
        parts.append(many * known)
        if x == 0:
            parts += [-count * r * log(alpha + age) for (_, age), count in group]
        else:
            left = log(a / (b + x - 1))
            parts += [count * _either(r + x, left, alpha, seen) for seen, count in group]
    return fsum(parts)


def _either(shape: float, left: float, alpha: float, seen: Seen) -> float:
    # They are a customer still, or left after the last purchase.
    recency, age = seen
    stayed, gone = -shape * log(alpha + age), left - shape * log(alpha + recency)
    return max(stayed, gone) + log1p(exp(-abs(stayed - gone)))


def _spending_likelihood(at: Point, seen: Sequence[tuple[int, float]]) -> float:
    # Without what no parameter changes.
    p, q, v = map(exp, at)
    same = q * log(v) - lgamma(q)
    return fsum(
        lgamma(p * times + q) - lgamma(p * times) + same
        + p * times * log(average * times) - (p * times + q) * log(times * average + v)
        for times, average in seen
    )  # fmt: skip
