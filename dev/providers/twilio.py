"""Twilio's stand-in: accounts with numbers, texts both ways, receipts, and its own opt-outs.

Numbers that end in 0003 are out of reach, in 0005 do not exist, and in 0011 take no pictures, as in
Twilio's own error list.
"""

import base64
import hashlib
import re
import secrets
import threading
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from chalicelib.channels.sms.twilio import FORM, SIGNATURE, signature
from chalicelib.core.desk import Reply
from dev.providers.exchange import Place, Request, as_reply
from dev.providers.phones import Said
from dev.web.exchange import Asked

API = "/2010-04-01/Accounts/"
_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")
_STOP = frozenset({"stop", "stopall", "unsubscribe", "cancel", "end", "quit"})
_START = frozenset({"start", "unstop", "yes"})
_UNDELIVERED = {"0003": "30003", "0005": "30005"}
_WITHOUT_PICTURES = "0011"
_LONGEST = 1_600
_MEDIA = "mms.twiliocdn.com"


class Twilio:
    """One account for each number: enough, and nobody can use another's."""

    hosts = ("api.twilio.com", _MEDIA)
    channels = ("sms",)
    provider = "twilio"

    def __init__(self, place: Place) -> None:
        """No numbers yet."""
        self._place = place
        self._lock = threading.Lock()
        self._owners: dict[str, str] = {}
        self._tokens: dict[str, str] = {}
        self._closed: set[str] = set()
        self._opted_out: set[tuple[str, str]] = set()
        self._reports: list[Asked] = []
        self._files: dict[str, Reply] = {}

    def connect(self, channel: str, address: str) -> dict[str, Any]:
        """Open an account with this number, or return the one that has it."""
        sid = f"AC{hashlib.sha256(address.encode()).hexdigest()[:32]}"
        with self._lock:
            self._owners[address] = sid
            if sid in self._closed:  # opened anew, with another token
                self._tokens.pop(sid)
                self._closed.discard(sid)
            token = self._tokens.setdefault(sid, secrets.token_hex(16))
        return {
            "channel": channel,
            "provider": "twilio",
            "address": address,
            "settings": {"account_sid": sid},
            "credentials": {"auth_token": token},
        }

    def close(self, address: str) -> None:
        """Close the account that has this number; its credentials open nothing any more."""
        with self._lock:
            self._closed.add(self._owners[address])

    def write(self, channel: str, said: Mapping[str, str]) -> Asked:
        """Carry a text from a phone to the product."""
        sender, shop, text = said["from"], said["to"], said.get("text", "")
        picture = said.get("media", "")
        sid = self._owners[shop]
        self._note_opt_out(shop, sender, text.strip().casefold())
        spoken = self._place.phones.say(
            Said(
                id=said.get("id") or f"{'MM' if picture else 'SM'}{secrets.token_hex(16)}",
                channel=channel,
                sender=sender,
                recipient=shop,
                text=text,
                at=self._place.clock(),
                is_ours=False,
                media=(picture,) if picture else (),
            )
        )
        told = {"SmsStatus": "received", "NumSegments": "1", "NumMedia": "0", "Body": text}
        if picture:
            told |= self._kept(sid, spoken, picture)
        return self._signed(sid, f"{self._place.base_url}/hooks/twilio", _form(sid, spoken, told))

    def reports(self) -> list[Asked]:
        """Return the receipts that are due."""
        with self._lock:
            due, self._reports = self._reports, []
        return due

    def answer(self, request: Request) -> Reply:
        """Answer what the product asks."""
        if urlsplit(request.url).hostname == _MEDIA:
            return self._files[request.path]
        sid, _, rest = request.path.removeprefix(API).partition("/")
        if not self._knows(sid, request.headers.get("authorization", "")):
            return _refusal(401, 20003, "Authenticate")
        if (request.method, rest) == ("POST", "Messages.json"):
            return self._send(sid, request.form())
        if (request.method, rest) == ("GET", "IncomingPhoneNumbers.json"):
            return self._numbers(sid, request.query.get("PhoneNumber", [""])[0])
        if request.path in self._files:
            there = {"location": f"https://{_MEDIA}{request.path}"}
            return Reply(status=307, headers=there, body=b"")
        return _refusal(404, 20404, "The requested resource was not found")

    def _knows(self, sid: str, authorization: str) -> bool:
        pair = base64.b64encode(f"{sid}:{self._tokens.get(sid)}".encode()).decode()
        return sid not in self._closed and authorization == f"Basic {pair}"

    def _numbers(self, sid: str, wanted: str) -> Reply:
        found = [n for n, owner in self._owners.items() if owner == sid and wanted in n]
        return as_reply(200, {"incoming_phone_numbers": [{"phone_number": n} for n in found]})

    def _send(self, sid: str, form: Mapping[str, list[str]]) -> Reply:
        sender, recipient, text = (form.get(name, [""])[0] for name in ("From", "To", "Body"))
        media = tuple(form.get("MediaUrl", []))
        if refusal := self._refused(sid, sender, recipient, text=text, has_media=bool(media)):
            return refusal
        said = self._place.phones.say(
            Said(
                id=f"{'MM' if media else 'SM'}{secrets.token_hex(16)}",
                channel="sms",
                sender=sender,
                recipient=recipient,
                text=text,
                at=self._place.clock(),
                is_ours=True,
                media=media,
            )
        )
        for url in form.get("StatusCallback", []):
            self._report(sid, url, said)
        return as_reply(201, {"sid": said.id, "status": "queued", "error_code": None})

    def _refused(
        self, sid: str, sender: str, recipient: str, *, text: str, has_media: bool
    ) -> Reply | None:
        if self._owners.get(sender) != sid:
            return _refusal(400, 21606, f"The 'From' phone number provided ({sender}) is not valid")
        if not _NUMBER.fullmatch(recipient):
            return _refusal(400, 21211, f"The 'To' number {recipient} is not a valid phone number.")
        if (sender, recipient) in self._opted_out:
            return _refusal(400, 21610, "Attempt to send to unsubscribed recipient")
        if not text and not has_media:
            return _refusal(400, 21602, "Message body is required.")
        if len(text) > _LONGEST:
            return _refusal(400, 21617, "The concatenated message body exceeds the limit.")
        return None

    def _report(self, sid: str, url: str, said: Said) -> None:
        error = _UNDELIVERED.get(said.recipient[-4:])
        if said.media and said.recipient.endswith(_WITHOUT_PICTURES):
            error = "30011"
        states = ["sent", "undelivered"] if error else ["sent", "delivered"]
        for state in states:
            form = _form(sid, said, {"MessageStatus": state, "SmsStatus": state})
            if state == "undelivered" and error:
                form["ErrorCode"] = error
            asked = self._signed(sid, url, form)
            with self._lock:
                self._reports.append(asked)

    def _kept(self, sid: str, said: Said, picture: str) -> dict[str, str]:
        """Keep a picture, which comes as a `data:` address; return what the webhook says of it."""
        kind, _, content = picture.removeprefix("data:").partition(";base64,")
        path = f"{API}{sid}/Messages/{said.id}/Media/ME{secrets.token_hex(16)}"
        headers = {"content-type": kind}
        self._files[path] = Reply(status=200, headers=headers, body=base64.b64decode(content))
        url = f"https://api.twilio.com{path}"
        return {"NumMedia": "1", "MediaUrl0": url, "MediaContentType0": kind}

    def _note_opt_out(self, shop: str, sender: str, word: str) -> None:
        with self._lock:
            if word in _STOP:
                self._opted_out.add((shop, sender))
            if word in _START:
                self._opted_out.discard((shop, sender))

    def _signed(self, sid: str, url: str, form: Mapping[str, str]) -> Asked:
        signed = signature(self._tokens[sid], url, {name: [text] for name, text in form.items()})
        parts = urlsplit(url)
        return Asked(
            method="POST",
            target=f"{parts.path}?{parts.query}" if parts.query else parts.path,
            headers={"content-type": FORM, SIGNATURE: signed.decode()},
            body=urlencode(form).encode(),
        )


def _form(sid: str, said: Said, told: Mapping[str, str]) -> dict[str, str]:
    return {
        "AccountSid": sid,
        "ApiVersion": "2010-04-01",
        "MessageSid": said.id,
        "SmsSid": said.id,
        "SmsMessageSid": said.id,
        "From": said.sender,
        "To": said.recipient,
        **told,
    }


def _refusal(status: int, code: int, detail: str) -> Reply:
    more = f"https://www.twilio.com/docs/errors/{code}"
    return as_reply(status, {"code": code, "message": detail, "more_info": more, "status": status})
