"""botocore clients, each built when first asked for: building one costs 0.1 s at cold start."""

import threading
from typing import Any

from botocore.config import Config

from chalicelib.aws.session import quick_session

_SHARED: dict[str, Any] = {
    "connect_timeout": 2,
    "read_timeout": 10,
    "retries": {"total_max_attempts": 4, "mode": "standard"},
}
_OWN: dict[str, Any] = {
    # A second attempt could send a message twice.
    "sesv2": {"retries": {"total_max_attempts": 1}},
    # Only asked where nobody is kept waiting for it.
    "bedrock-runtime": {
        "connect_timeout": 1,
        "read_timeout": 2,
        "retries": {"total_max_attempts": 1},
    },
    # Links must name the region's own host: the global one redirects, which breaks the signature,
    # and no page's policy names it.
    "s3": {
        "signature_version": "s3v4",
        "s3": {"addressing_style": "virtual", "us_east_1_regional_endpoint": "regional"},
    },
}


class Clients:
    """One botocore session and what was built from it; safe for threads."""

    def __init__(self, region: str, session: Any = None) -> None:
        """Build nothing yet; a session that is there already spares reading its data again."""
        self.session = session or quick_session()
        self.region = region
        self._lock = threading.Lock()
        self._built: dict[tuple[str, float], Any] = {}

    def get(self, service: str, *, seconds: float = 0) -> Any:
        """Return the client of a service, such as `sqs`; `seconds` it may be silent, if others."""
        with self._lock:
            if (service, seconds) not in self._built:
                self._built[service, seconds] = self._build(service, seconds)
            return self._built[service, seconds]

    def _build(self, service: str, seconds: float) -> Any:
        patience = {"read_timeout": seconds} if seconds else {}
        config = Config(**{**_SHARED, **_OWN.get(service, {}), **patience})
        return self.session.create_client(service, region_name=self.region, config=config)
