"""DNS over HTTPS on a laptop: a zone that anybody may write into (`POST /dev/dns`)."""

from chalicelib.core.desk import Reply
from dev.providers.exchange import Place, Request, as_reply
from dev.providers.silent import Silent

_TXT, _NO_NAME = 16, 3


class Resolvers(Silent):
    """Two resolvers with one zone; nobody writes by them."""

    hosts = ("cloudflare-dns.com", "dns.google")
    provider = "dns"

    def __init__(self, place: Place) -> None:
        """Start with an empty zone."""
        del place
        self.records: dict[str, list[str]] = {}

    def answer(self, request: Request) -> Reply:
        """Answer a question for TXT records."""
        name = request.query.get("name", [""])[0].rstrip(".").lower()
        found = self.records.get(name)
        if found is None:
            return as_reply(200, {"Status": _NO_NAME})
        answer = [{"name": name, "type": _TXT, "TTL": 60, "data": f'"{text}"'} for text in found]
        return as_reply(200, {"Status": 0, "Answer": answer})
