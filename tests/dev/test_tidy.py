"""What must not be committed is found."""

from pathlib import Path

import pytest

from dev.tidy import LARGEST, faults, main


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"x = 1", "no line end at the end"),
        (b"x = 1 \ny = 2\n", "space at the end of a line"),
        (b"<" * 7 + b" HEAD\n", "a conflict"),
        (b"-----BEGIN RSA " + b"PRIVATE KEY-----\n", "a private key"),
        (b"key = 'AKIA" + b"ABCDEFGHIJKLMNOP'\n", "an AWS key"),
        (b"key = 'sk_live_" + b"0123456789abcdef'\n", "a provider's token"),
        (b"x" * LARGEST + b"\n", "more than 500,000 bytes"),
    ],
)
def test_a_leftover_is_named(content: bytes, fault: str) -> None:
    assert list(faults(content)) == [fault]


@pytest.mark.parametrize("content", [b"", b"x = 1\n", b"======\n"])
def test_a_tidy_file_passes(content: bytes) -> None:
    assert list(faults(content)) == []


def test_the_exit_code_tells(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tidy, untidy = tmp_path / "a.py", tmp_path / "b.py"
    tidy.write_text("x = 1\n")
    untidy.write_text("x = 1")

    assert main([str(tidy)]) == 0
    assert main([str(tidy), str(untidy)]) == 1
    assert "b.py: no line end" in capsys.readouterr().out
