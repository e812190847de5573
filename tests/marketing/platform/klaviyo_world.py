"""Klaviyo as the product asks it: profiles, segments, and a key."""

from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

from chalicelib.core.desk import Reply
from tests.kit.http_world import Sent, World, reply

API_KEY = "pk_0123456789abcdef0123456789abcdef01"
SECRET = "a secret of sixteen"


@dataclass(slots=True)
class Klaviyo:
    """Whom it knows, by address, and in which segments they are."""

    segments: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    key: str = API_KEY
    predicted: dict[str, object] = field(default_factory=dict[str, object])
    """What it expects of each, by the address; told only to who asks for it."""
    asked: list[str] = field(default_factory=list[str])
    pages: int = 1

    def listen(self, world: World) -> None:
        """Answer at Klaviyo's own address."""
        world.http.on("GET", "https://a.klaviyo.com/*", self.answer)

    def answer(self, sent: Sent) -> Reply:
        """Answer as the published API does."""
        assert sent.headers["revision"] == "2026-07-15"
        if sent.headers["Authorization"] != f"Klaviyo-API-Key {self.key}":
            return reply(401, {"errors": [{"code": "not_authenticated"}]})
        url = urlsplit(sent.url)
        self.asked.append(url.path)
        match unquote(url.path).split("/")[2:]:
            case ["profiles"]:
                return reply(200, {"data": self._profiles(parse_qs(url.query))})
            case ["profiles", profile_id, "segments"]:
                return self._page(sent.url, self.segments[profile_id])
            case ["profiles", profile_id]:
                return reply(200, {"data": self._profile(profile_id)})
            case _:
                return reply(200, {"data": []})

    def _profiles(self, query: dict[str, list[str]]) -> list[object]:
        wanted = query.get("filter", [""])[0]
        found = [self._profile(each) for each in self.segments if f',"{each}")' in wanted]
        if query.get("additional-fields[profile]") == ["predictive_analytics"]:
            for each in found:
                told = self.predicted.get(str(each["id"]))
                each["attributes"] = {"predictive_analytics": told}
        return list(found)

    def _profile(self, address: str) -> dict[str, object]:
        name = "email" if "@" in address else "phone_number"
        return {"type": "profile", "id": address, "attributes": {name: address}}

    def _page(self, url: str, names: list[str]) -> Reply:
        data = [{"type": "segment", "id": n, "attributes": {"name": n}} for n in names]
        self.pages -= 1
        return reply(200, {"data": data, "links": {"next": url if self.pages > 0 else None}})
