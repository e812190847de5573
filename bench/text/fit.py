"""Fits logistic regressions on sparse samples; needs NumPy and SciPy, which nothing else does."""

import importlib
from collections.abc import Sequence
from typing import Any

from chalicelib.routing.text.features import BUCKETS, SIGNALS, Features

# Not among the project's requirements: only a training needs them.
np: Any = importlib.import_module("numpy")
sparse: Any = importlib.import_module("scipy.sparse")
optimize: Any = importlib.import_module("scipy.optimize")

_STEPS = 120
_RARE = 2  # buckets met in fewer samples are left out


def matrix(samples: Sequence[Features], *, signals: bool) -> Any:
    """Return one row a sample: its buckets at unit length, then, if asked for, its signals."""
    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    for row, features in enumerate(samples):
        buckets = sorted(features.buckets)
        rows += [row] * len(buckets)
        columns += buckets
        values += [max(len(buckets), 1) ** -0.5] * len(buckets)
        if signals:
            rows += [row] * len(SIGNALS)
            columns += range(BUCKETS, BUCKETS + len(SIGNALS))
            values += features.signals
    shape = (len(samples), BUCKETS + len(SIGNALS))
    return sparse.csr_matrix((np.array(values), (rows, columns)), shape=shape)


def fit(
    rows: Any, truth: Any, *, strength: float, weights: Any, contrasted: bool = False
) -> tuple[Any, float]:
    """Return weights and bias; `strength` is how much each sample counts against being simple.

    `contrasted` lets a bucket weigh the more freely, the rarer it is, and the more it differs
    between the two sides (Wang and Manning 2012): it finds rarer spam among few samples.
    """
    scale = np.ones(rows.shape[1])
    if contrasted:
        scale = _contrasts(rows, truth, weights) * _rarity(rows)
    met = np.asarray((rows != 0).sum(axis=0)).ravel() >= _RARE
    dense = (rows[:, met] @ sparse.diags(scale[met])).tocsr()
    point = _descend(dense, np.where(truth, 1.0, -1.0), strength * weights)
    full = np.zeros(rows.shape[1])
    full[met] = point[:-1] * scale[met]
    return full, float(point[-1])


def _descend(rows: Any, sign: Any, weights: Any) -> Any:
    turned = rows.T.tocsr()

    def loss(point: Any) -> tuple[float, Any]:
        margin = sign * (rows @ point[:-1] + point[-1])
        slope = -weights * sign / (1 + np.exp(np.clip(margin, -30, 30)))
        value = (weights * np.logaddexp(0, -margin)).sum() + point[:-1] @ point[:-1] / 2
        return value, np.append(turned @ slope + point[:-1], slope.sum())

    start = np.zeros(rows.shape[1] + 1)
    options = {"maxiter": _STEPS}
    return optimize.minimize(loss, start, jac=True, method="L-BFGS-B", options=options).x


def _rarity(rows: Any) -> Any:
    met = np.asarray((rows != 0).sum(axis=0)).ravel()
    rarity = np.log((rows.shape[0] + 1) / (met + 1)) / 5
    rarity[BUCKETS:] = 1.0
    return rarity


def _contrasts(rows: Any, truth: Any, weights: Any) -> Any:
    met = (rows != 0).astype(float)
    yes, no = met.T @ (weights * truth) + 1.0, met.T @ (weights * ~truth) + 1.0
    ratios = np.abs(np.log(yes / yes.sum()) - np.log(no / no.sum()))
    return ratios / ratios.mean()
