"""DNS over HTTPS on a laptop: a zone that anybody may write into (`POST /dev/dns`)."""

from chalicelib.core.desk import Reply
from dev.providers.exchange import Place, Request, as_reply
from dev.providers.silent import Silent

_NUMBERS = {"CNAME": 5, "MX": 15, "TXT": 16}
_NO_NAME = 3


class Resolvers(Silent):
    """Two resolvers with one zone; nobody writes by them."""

    hosts = ("cloudflare-dns.com", "dns.google")
    provider = "dns"

    def __init__(self, place: Place) -> None:
        """Start with an empty zone."""
        del place
        self.records: dict[tuple[str, str], list[str]] = {}

    def answer(self, request: Request) -> Reply:
        """Answer a question for records of one type."""
        name = request.query.get("name", [""])[0].rstrip(".").lower()
        kind = request.query.get("type", ["TXT"])[0]
        found = self.records.get((name, kind))
        if found is None:
            return as_reply(200, {"Status": _NO_NAME})
        number, mark = _NUMBERS.get(kind, 0), '"' if kind == "TXT" else ""
        answer = [
            {"name": name, "type": number, "TTL": 60, "data": f"{mark}{text}{mark}"}
            for text in found
        ]
        return as_reply(200, {"Status": 0, "Answer": answer})
