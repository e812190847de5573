"""Whole mails of many programs against what an agent should see."""

import json
from pathlib import Path

import pytest

from tests.channels.email.mails import read

SAMPLES = sorted((Path(__file__).parents[2] / "payloads" / "email").glob("*.eml"))


@pytest.mark.acceptance(15)
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_the_mail_reads_as_expected(path: Path) -> None:
    message = read(path.read_bytes())

    assert {
        "provider_id": message.provider_id,
        "sender": [message.sender.address, message.sender.name],
        "subject": message.subject,
        "text": message.text,
        "quoted": message.quoted,
        "html": message.html,
        "files": [
            [one.name, one.content_type, len(one.content), one.content_id, one.is_inline]
            for one in message.files
        ],
        "automatic_reason": message.automatic_reason,
        "thread_ids": list(message.thread_ids),
        "tokens": list(message.tokens),
        "notice": message.notice,
    } == json.loads(path.with_suffix(".expected.json").read_text(encoding="utf-8"))
