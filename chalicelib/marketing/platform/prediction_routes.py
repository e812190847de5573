"""What a customer will probably do, over HTTP (guard `guards.agent`; acceptance 55 to 59).

The route stands with the customer platform, whose word comes first; below it is the account's own
model, which knows of no platform.
"""

from typing import Any

from chalicelib.core.desk import Desk
from chalicelib.customers import storage as customers
from chalicelib.marketing.platform import predictions
from chalicelib.web.routes import Routes

routes = Routes()


@routes.get("/v1/customers/{customer_id}/predictions", needs="customers:read")
def show(desk: Desk, customer_id: str) -> dict[str, Any]:
    """Return lifetime value, orders, churn risk and the next order, or what is missing for them.

    Amounts are in the currency's smallest unit. `error` says by what share the model was off when
    it was tried on the last quarter of the account's history.
    """
    return predictions.predictions(desk, customers.load(desk, customer_id))
