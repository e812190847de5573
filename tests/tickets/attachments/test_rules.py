"""What may be uploaded, and what each channel takes of it: tables."""

from typing import Any

import pytest

from chalicelib.channels.media import MB, MediaLimits
from chalicelib.channels.model import Kind
from chalicelib.channels.registry import CHANNELS
from chalicelib.core.errors import Invalid
from chalicelib.tickets.attachments import rules
from chalicelib.tickets.attachments.model import Wanted
from chalicelib.tickets.model import Attachment


def a_file(content_type: str = "image/png", size: int = 1000, **facts: Any) -> Attachment:
    known: dict[str, Any] = {"id": "att_1", "name": "mug.png", "key": "k"}
    return Attachment(**{**known, "content_type": content_type, "size": size, **facts})


def faults(**facts: Any) -> list[tuple[str, str]]:
    """Return where and how a wanted file is wrong."""
    known: dict[str, Any] = {"name": "mug.png", "content_type": "image/png", "size": 5}
    try:
        rules.checked(Wanted(**{**known, **facts}))
    except Invalid as refused:
        return [(fault.pointer, fault.code) for fault in refused.faults]
    return []


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, []),
        ({"name": "Größe 🌿 (1).pdf"}, []),
        ({"name": "README"}, []),
        ({"name": ".htaccess"}, []),
        ({"content_type": "Image/PNG; q=1"}, []),
        ({"content_type": "application/vnd.ms-excel"}, []),
        ({"size": rules.MAX_BYTES}, []),
        ({"name": ""}, [("/name", "bad_name")]),
        ({"name": ".."}, [("/name", "bad_name")]),
        ({"name": "../mug.png"}, [("/name", "bad_name")]),
        ({"name": "a\\b.png"}, [("/name", "bad_name")]),
        ({"name": "a\r\nX: 1"}, [("/name", "bad_name")]),
        ({"name": "gpj.\u202eexe.png"}, [("/name", "bad_name")]),
        ({"name": "\ud800.png"}, [("/name", "bad_name")]),
        ({"name": "n" * 121}, [("/name", "bad_name")]),
        ({"name": "bill.pdf.EXE"}, [("/name", "program_refused")]),
        ({"name": "run.js"}, [("/name", "program_refused")]),
        ({"name": "run.exe."}, [("/name", "program_refused")]),
        ({"content_type": ""}, [("/content_type", "bad_type")]),
        ({"content_type": "png"}, [("/content_type", "bad_type")]),
        ({"content_type": "image/png\r\nX: 1"}, [("/content_type", "bad_type")]),
        ({"content_type": "*/*"}, [("/content_type", "bad_type")]),
        ({"size": 0}, [("/size", "empty_file")]),
        ({"size": -1}, [("/size", "empty_file")]),
        ({"size": rules.MAX_BYTES + 1}, [("/size", "too_large")]),
        ({"name": "", "size": 0}, [("/name", "bad_name"), ("/size", "empty_file")]),
    ],
)
def test_only_a_file_with_a_decent_name_type_and_size_is_taken(
    facts: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert faults(**facts) == expected


def test_types_are_kept_bare() -> None:
    wanted = Wanted(name=" a.txt ", content_type="Text/Plain; charset=utf-8", size=1)

    assert rules.checked(wanted) == Wanted(name="a.txt", content_type="text/plain", size=1)


def refusal(limits: MediaLimits | None, *files: Attachment) -> str:
    """Return the code of a refusal; empty for none."""
    try:
        rules.refuse(limits, files)
    except Invalid as refused:
        return refused.code
    return ""


OF = {
    "chat": (Kind.webchat, ""),
    "mail": (Kind.email, ""),
    "twilio": (Kind.sms, "twilio"),
    "aws": (Kind.sms, "aws"),
    "whatsapp": (Kind.whatsapp, "meta"),
    "instagram": (Kind.instagram, "meta"),
}


def limits(name: str) -> MediaLimits:
    kind, provider = OF[name]
    return CHANNELS[kind].capabilities.media[provider]


NO, LARGE, MANY = "media_not_supported", "media_too_large", "too_many_files"
TABLE: list[tuple[str, list[Attachment], dict[str, str]]] = [
    ("a picture", [a_file()], {}),
    ("600 kB", [a_file(size=600_000)], {}),
    ("a byte more", [a_file(size=600_001)], {"aws": LARGE}),
    ("5 MB", [a_file(size=5 * MB)], {"aws": LARGE}),
    ("5 MB and more", [a_file(size=5 * MB + 1)],
     {"aws": LARGE, "twilio": LARGE, "whatsapp": LARGE}),
    ("9 MB", [a_file(size=9 * MB)],
     {"aws": LARGE, "twilio": LARGE, "whatsapp": LARGE, "instagram": LARGE}),
    ("20 MB", [a_file(size=20 * MB)],
     {"aws": LARGE, "twilio": LARGE, "whatsapp": LARGE, "instagram": LARGE, "mail": LARGE}),
    ("two of 3 MB", [a_file(size=3 * MB)] * 2, {"aws": MANY, "twilio": LARGE}),
    ("two of 10 MB", [a_file(size=10 * MB)] * 2,
     {"aws": MANY, "twilio": LARGE, "whatsapp": LARGE, "instagram": LARGE, "mail": LARGE}),
    ("two", [a_file()] * 2, {"aws": MANY}),
    ("ten", [a_file()] * 10, {"aws": MANY}),
    ("eleven", [a_file()] * 11, dict.fromkeys(OF, MANY)),
    ("a bill", [a_file("application/pdf")], {"aws": NO}),
    ("a large bill", [a_file("application/pdf", 700_000)], {"aws": NO, "twilio": LARGE}),
    ("a film", [a_file("video/mp4", 500_000)], {"aws": NO}),
    ("16 MB of film", [a_file("video/mp4", 16 * MB)], {"aws": NO, "twilio": LARGE}),
    ("a moving picture", [a_file("image/gif")], {"whatsapp": NO}),
    ("a drawing", [a_file("image/svg+xml")],
     {"aws": NO, "twilio": NO, "whatsapp": NO, "instagram": NO}),
    ("an archive", [a_file("application/zip")],
     {"aws": NO, "twilio": NO, "whatsapp": NO, "instagram": NO}),
    ("plain words", [a_file("text/plain")], {"aws": NO, "twilio": NO, "instagram": NO}),
]  # fmt: skip


@pytest.mark.parametrize("name", OF)
@pytest.mark.parametrize(("files", "refused"), [row[1:] for row in TABLE],
                         ids=[row[0] for row in TABLE])  # fmt: skip
def test_each_channel_refuses_what_it_cannot_carry(
    name: str, files: list[Attachment], refused: dict[str, str]
) -> None:
    assert refusal(limits(name), *files) == refused.get(name, "")


def test_nothing_goes_out_where_nothing_can() -> None:
    assert refusal(None, a_file()) == NO
    assert refusal(None) == ""


def test_an_inbox_at_aws_needs_a_bucket_of_its_own() -> None:
    media = CHANNELS[Kind.sms].capabilities.media

    assert rules.limits_at(media, "aws", {}) is None
    assert rules.limits_at(media, "aws", {"media_bucket": "b"}) == media["aws"]
    assert rules.limits_at(media, "twilio", {}) == media["twilio"]
    assert rules.limits_at(media, "nobody", {}) is None


def test_a_refusal_tells_which_file_and_what_would_be_taken() -> None:
    with pytest.raises(Invalid) as refused:
        rules.refuse(limits("twilio"), [a_file(), a_file("video/mp4", 700_000, name="film.mp4")])

    assert refused.value.detail == "film.mp4 may have at most 600 kB here."
    assert [fault.pointer for fault in refused.value.faults] == ["/attachment_ids/1"]
    told = rules.shown(limits("twilio"))
    assert refused.value.extra == {"limits": told}
    assert told is not None
    assert (told["max_total_bytes"], told["advised_bytes"]) == (5 * MB, 600_000)


@pytest.mark.parametrize("name", OF)
def test_no_limit_is_shown_that_no_upload_can_reach(name: str) -> None:
    told = rules.shown(limits(name)) or {}

    kinds: Any = told["kinds"]
    assert max(kind["max_bytes"] for kind in kinds) <= rules.MAX_BYTES
    assert told["max_total_bytes"] <= told["most"] * rules.MAX_BYTES  # type: ignore[operator]
