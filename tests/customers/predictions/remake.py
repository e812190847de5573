"""Makes `cdnow.csv`, `cdnow_orders.csv` and `lifetimes.json` anew, with the library `lifetimes`.

It is no requirement of the checks: with pandas, scipy and autograd it takes 330 MB, and its last
release is of 2020. What it says of published data does not change, so it was asked once:

    python3 -m venv build/lifetimes && build/lifetimes/bin/pip install lifetimes==0.11.3
    build/lifetimes/bin/python tests/customers/predictions/remake.py

The data are the CDNOW sample of Fader and Hardie, as the library ships it: 2,357 customers who
bought first in the first quarter of 1997, their repeat purchases until the end of September, and
what they spent; and all their orders until the end of June 1998.
http://brucehardie.com/notes/026/ and http://brucehardie.com/datasets/
"""

import importlib
import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
WEEKS = (4, 39, 52)
EACH = 40


def main() -> None:
    """Fit both models, and ask them about every fortieth customer."""
    lifetimes: Any = importlib.import_module("lifetimes")
    datasets: Any = importlib.import_module("lifetimes.datasets")
    data = datasets.load_cdnow_summary_data_with_monetary_value()
    data.to_csv(HERE / "cdnow.csv", lineterminator="\n")
    _write_orders(Path(datasets.__file__).parent / "CDNOW_sample.txt")
    buying, spending = lifetimes.BetaGeoFitter(), lifetimes.GammaGammaFitter()
    buying.fit(data["frequency"], data["recency"], data["T"])
    twice = data[data["frequency"] > 0]
    spending.fit(twice["frequency"], twice["monetary_value"])
    some = twice.sort_values(["frequency", "recency"])[::EACH]
    once = data[data["frequency"] == 0][:: EACH * 10]
    customers = [_customer(buying, spending, row) for part in (once, some) for row in _rows(part)]
    found = {
        "buying": {name: float(value) for name, value in buying.params_.items()},
        "spending": {name: float(value) for name, value in spending.params_.items()},
        "customers": customers,
    }
    (HERE / "lifetimes.json").write_text(json.dumps(found, indent=1) + "\n")


def _write_orders(sample: Path) -> None:
    lines = [line.split() for line in sample.read_text().splitlines() if line.strip()]
    orders = [f"{int(customer)},{day},{dollars}" for _, customer, day, _, dollars in lines]
    (HERE / "cdnow_orders.csv").write_text("\n".join(["customer_id,day,dollars", *orders, ""]))


def _rows(data: Any) -> list[tuple[float, ...]]:
    return [tuple(map(float, row)) for row in data.to_numpy()]


def _customer(buying: Any, spending: Any, row: tuple[float, ...]) -> dict[str, Any]:
    x, recency, age, average = row
    predict = buying.conditional_expected_number_of_purchases_up_to_time
    pandas: Any = importlib.import_module("pandas")
    mean = spending.conditional_expected_average_profit(
        pandas.Series([x]), pandas.Series([average])
    )
    return {
        "frequency": int(x),
        "recency": recency,
        "age": age,
        "average": average,
        "p_alive": _number(buying.conditional_probability_alive(x, recency, age)),
        "purchases": {str(weeks): _number(predict(weeks, x, recency, age)) for weeks in WEEKS},
        "expected_average": float(mean.iloc[0]),
    }


def _number(value: Any) -> float:
    return float(value.item() if hasattr(value, "item") else value)


if __name__ == "__main__":
    main()
