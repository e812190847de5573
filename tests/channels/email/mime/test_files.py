"""Names and types of attachments."""

import pytest

from chalicelib.channels.email.mime import files


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("lamp.png", "lamp.png"),
        ("../../etc/passwd", "etc_passwd"),
        ("C:\\lamps\\bill.pdf", "C_lamps_bill.pdf"),
        ("bill\u202efdp.exe", "billfdp.exe"),
        ("a\r\nb\x00.txt", "a b.txt"),
        ("=?utf-8?q?=C3=BC?=.txt", "ü.txt"),
        (" .hidden. ", "hidden"),
        ("", "attachment-3.pdf"),
        ("...", "attachment-3.pdf"),
        ("x" * 300 + ".pdf", "x" * 139 + ".pdf"),
        ("x" * 300, "x" * 150),
        ("x." + "y" * 300, "x." + "y" * 148),
    ],
)
def test_a_name_is_only_a_name(written: str, name: str) -> None:
    assert files.safe_name(written, "application/pdf", 3) == name


def test_a_file_of_unknown_type_gets_a_neutral_name() -> None:
    assert files.safe_name("", "x/y", 1) == "attachment-1.bin"
