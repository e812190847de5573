"""Webhooks as Shopify sends them."""

import base64
import hashlib
import hmac
import json
from pathlib import Path
from typing import Any

from tests.commerce.shopify.world import SECRET
from tests.edge import Edge

PAYLOADS = Path(__file__).parents[2] / "payloads" / "shopify"


def order(**changed: Any) -> dict[str, Any]:
    """Return the payload of `orders/*`."""
    known = json.loads((PAYLOADS / "order.json").read_text(encoding="utf-8"))
    return {**known, **changed}


def deliver(
    edge: Edge, domain: str, topic: str, payload: Any, *, secret: str = SECRET, **headers: str
) -> int:
    """Deliver a webhook; return the status. `payload` may be bytes; `X_a="b"` changes headers."""
    body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    digest = hmac.new(secret.encode(), body, hashlib.sha256).digest()
    known = {
        "Content-Type": "application/json",
        "X-Shopify-Topic": topic,
        "X-Shopify-Hmac-Sha256": base64.b64encode(digest).decode(),
        "X-Shopify-Shop-Domain": domain,
        "X-Shopify-Webhook-Id": hashlib.sha256(body).hexdigest()[:16],
        "X-Shopify-Triggered-At": "2026-03-04T12:00:00.000000000Z",
    }
    changed = {name.replace("_", "-"): value for name, value in headers.items()}
    answer = edge.client.http.request(
        "POST", "/hooks/shopify", headers={**known, **changed}, body=body
    )
    return answer.status_code


def told(domain: str, **facts: Any) -> dict[str, Any]:
    """Return the payload of a webhook about privacy."""
    return {"shop_id": 954889, "shop_domain": domain, **facts}
