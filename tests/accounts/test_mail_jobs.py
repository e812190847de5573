"""The mails that workers send to people of a team."""

import json

import pytest

from chalicelib import jobs
from chalicelib.accounts.people import INVITATION_JOB
from chalicelib.accounts.sessions import SIGN_IN_JOB
from dev.aws.gate import gate
from tests.accounts.conftest import Shop


def _sent(**job: str) -> list[str]:
    with gate.recorded() as calls:
        jobs.run_job(json.dumps(job))
    return [call.name for call in calls if call.service == "sesv2"]


def test_the_link_that_somebody_asked_for_is_mailed(shop: Shop) -> None:
    assert _sent(job=SIGN_IN_JOB, email=shop.owner.email) == ["sesv2.SendEmail"]


def test_nobody_is_mailed_at_an_address_that_nobody_has(shop: Shop) -> None:
    assert _sent(job=SIGN_IN_JOB, email="nobody@shop.example") == []


@pytest.mark.parametrize("inviter", ["Olga", ""])
def test_who_was_invited_is_told(shop: Shop, inviter: str) -> None:
    agent = shop.hire()

    sent = _sent(job=INVITATION_JOB, account_id=shop.account.id, agent_id=agent.id, inviter=inviter)

    assert sent == ["sesv2.SendEmail"]
