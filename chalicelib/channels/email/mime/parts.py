"""The tree of MIME parts, found by search instead of line by line, and bounded.

Only offsets are kept until somebody wants a part's content: a large mail is never held twice.
"""

import binascii
from collections.abc import Iterator
from dataclasses import dataclass, field

from chalicelib.channels.email.mime import charsets, headers
from chalicelib.channels.email.mime.headers import Headers
from chalicelib.channels.words import cleaned

MAX_PARTS = 200
MAX_DEPTH = 20
_MAX_FALSE_MARKS = 2_000
_NOT_BASE64 = bytes(
    set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=")
)


@dataclass(slots=True, eq=False)
class Part:
    """One part: its header, where its body lies, its children."""

    headers: Headers
    start: int
    end: int
    content_type: str = "text/plain"
    parameters: dict[str, str] = field(default_factory=dict[str, str])
    disposition: str = ""
    name: str = ""
    children: list["Part"] = field(default_factory=list["Part"])

    @property
    def content_id(self) -> str:
        """The id that `cid:` links use, without brackets."""
        return self.headers.first("content-id").strip("<> \t")[:255]

    def content(self, raw: bytes) -> bytes:
        """Return the decoded bytes."""
        encoding = self.headers.first("content-transfer-encoding").partition(";")[0]
        body = memoryview(raw)[self.start : self.end]
        match encoding.strip().strip('"').lower():
            case "base64":
                return _from_base64(body)
            case "quoted-printable":
                return binascii.a2b_qp(body)
            case _:
                return bytes(body)

    def text(self, raw: bytes, limit: int) -> str:
        """Return the decoded text of at most `limit` bytes, cleaned."""
        content = self.content(raw)[:limit]
        return cleaned(charsets.decoded(content, self.parameters.get("charset", "utf-8")))


@dataclass(frozen=True, slots=True)
class Tree:
    """A mail taken apart. `is_cut` where it had more parts or levels than anybody needs."""

    root: Part
    is_cut: bool

    def leaves(self) -> Iterator[Part]:
        """Yield every part without children, in the order of the mail."""
        waiting = [self.root]
        while waiting:
            part = waiting.pop()
            if part.children:
                waiting.extend(reversed(part.children))
            else:
                yield part


def tree(raw: bytes) -> Tree:
    """Take a mail apart; forwarded mails inside it stay whole."""
    head = raw[:1000]
    root = _part(raw, len(head) - len(head.lstrip(b"\r\n")), len(raw))
    waiting, count, is_cut = [(root, 1)], 1, False
    while waiting:
        part, depth = waiting.pop()
        if not part.content_type.startswith("multipart/"):
            continue
        if depth >= MAX_DEPTH or count >= MAX_PARTS:
            is_cut = True
            continue
        part.children, is_short = _children(raw, part, MAX_PARTS - count)
        waiting.extend((child, depth + 1) for child in reversed(part.children))
        count += len(part.children)
        is_cut = is_cut or is_short
    return Tree(root, is_cut)


def _part(raw: bytes, start: int, end: int, default_type: str = "text/plain") -> Part:
    header, body = headers.read(raw, start, end)
    kind, parameters = headers.with_parameters(header.first("content-type"))
    disposition, more = headers.with_parameters(header.first("content-disposition"))
    main, slash, sub = kind.partition("/")
    return Part(
        headers=header,
        start=body,
        end=end,
        content_type=kind if main and slash and sub else default_type,
        parameters=parameters,
        disposition=disposition,
        name=more.get("filename") or parameters.get("name", ""),
    )


def _children(raw: bytes, part: Part, room: int) -> tuple[list[Part], bool]:
    spans, is_cut = _spans(raw, part, room)
    inner = "message/rfc822" if part.content_type == "multipart/digest" else "text/plain"
    if not spans:
        part.content_type = "text/plain"  # no part begins: whatever is there are words
    return [_part(raw, start, end, inner) for start, end in spans], is_cut


def _spans(raw: bytes, part: Part, room: int) -> tuple[list[tuple[int, int]], bool]:
    """Return where each child lies, and whether some were left out."""
    boundary = part.parameters.get("boundary", "").rstrip().encode()
    spans: list[tuple[int, int]] = []
    begun = None
    for mark_start, mark_end, is_last in _marks(raw, part, b"--" + boundary) if boundary else ():
        if begun is not None:
            spans.append((begun, max(begun, mark_start)))
        begun = None if is_last else mark_end
        if is_last or len(spans) >= room:
            return spans, not is_last
    if begun is not None:
        spans.append((begun, part.end))
    return spans, False


def _marks(raw: bytes, part: Part, mark: bytes) -> Iterator[tuple[int, int, bool]]:
    """Yield (end of the text before, start of the text after, is it the last) of each boundary."""
    position, misses = max(part.start - 1, 0), 0  # a boundary may open the body
    while misses < _MAX_FALSE_MARKS:
        found = raw.find(b"\n" + mark, position, part.end)
        if found < 0:
            return
        after = found + 1 + len(mark)
        line_end = raw.find(b"\n", after, part.end) + 1 or part.end
        tail = raw[after : min(line_end, after + 200)].strip()
        if tail in (b"", b"--"):
            yield found - (raw[found - 1 : found] == b"\r"), line_end, tail == b"--"
        misses += tail not in (b"", b"--")
        position = line_end - 1 if raw[line_end - 1 : line_end] == b"\n" else line_end


def _from_base64(body: memoryview) -> bytes:
    """Decode whatever can be decoded; junk between the letters is skipped."""
    letters = bytes(body).translate(None, _NOT_BASE64).partition(b"=")[0]
    whole = len(letters) - (len(letters) % 4 == 1)
    return binascii.a2b_base64(letters[:whole] + b"=" * (-whole % 4))
