"""What leaves by WhatsApp, part by part."""

from typing import Any

import pytest

from chalicelib.channels.model import Kind, MediaLink, Outgoing, Template
from chalicelib.channels.whatsapp.send import contents
from tests.contract.test_sending import BILL, MUG, SONG, an_outgoing


def posted(**facts: Any) -> list[dict[str, Any]]:
    return [dict(part) for part in contents(an_outgoing(Kind.whatsapp, "inb_1", **facts))]


def said(part: dict[str, Any]) -> Any:
    return part[part["type"]]


@pytest.mark.parametrize(
    ("facts", "parts"),
    [
        ({}, [("text", {"body": "It is on its way."})]),
        ({"media": (MUG,)}, [("image", {"link": MUG.url, "caption": "It is on its way."})]),
        ({"media": (MUG,), "text": ""}, [("image", {"link": MUG.url})]),
        (
            {"media": (BILL,), "text": "Here"},
            [("document", {"link": BILL.url, "filename": "bill.pdf", "caption": "Here"})],
        ),
        (
            {"media": (SONG,), "text": "Here"},
            [("audio", {"link": SONG.url}), ("text", {"body": "Here"})],
        ),
        (
            {"media": (MUG,), "text": "w" * 1025},
            [("image", {"link": MUG.url}), ("text", {"body": "w" * 1025})],
        ),
        (
            {"media": (MUG, BILL), "text": "Both"},
            [
                ("image", {"link": MUG.url}),
                ("document", {"link": BILL.url, "filename": "bill.pdf"}),
                ("text", {"body": "Both"}),
            ],
        ),
    ],
)
def test_files_go_first_and_take_the_words_along_where_they_can(
    facts: dict[str, Any], parts: list[tuple[str, Any]]
) -> None:
    assert [(part["type"], said(part)) for part in posted(**facts)] == parts


def test_a_picture_that_whatsapp_does_not_show_goes_as_a_document() -> None:
    drawing = MediaLink(url="https://files.example/d", content_type="image/svg+xml", name="a.svg")

    assert posted(media=(drawing,), text="")[0]["type"] == "document"


def test_every_part_names_our_message_so_that_reports_do() -> None:
    names = {part["biz_opaque_callback_data"] for part in posted(media=(MUG, BILL))}

    assert names == {"msg_0000000000000000000000000A_2"}


@pytest.mark.parametrize(
    ("recipient", "named"),
    [("+4915155500001", {"to": "4915155500001"}), ("DE.1849XyZ", {"recipient": "DE.1849XyZ"})],
)
def test_who_has_no_number_is_named_by_their_id(recipient: str, named: dict[str, str]) -> None:
    [part] = posted(recipient=recipient)

    assert {name: part[name] for name in ("to", "recipient") if name in part} == named


def test_the_words_for_a_templates_gaps_come_in_order() -> None:
    template = Template(name="hello", language="de", variables=("Mira", "12"))
    [part] = contents(Outgoing(
        message_id="m", sender="", sender_name="", recipient="+4915155500001", text="Hello Mira",
        template=template,
    ))  # fmt: skip

    assert part["template"] == {
        "name": "hello",
        "language": {"code": "de"},
        "components": [
            {
                "type": "body",
                "parameters": [{"type": "text", "text": "Mira"}, {"type": "text", "text": "12"}],
            }
        ],
    }
