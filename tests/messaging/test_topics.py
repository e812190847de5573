"""A merchant's topic at AWS brings texts once it is confirmed."""

from dataclasses import replace

import pytest

from chalicelib import settings
from chalicelib.core.errors import Unauthenticated
from tests.accounts.shop import Shop
from tests.channels.sms import texts
from tests.channels.sms.texts import TOPIC
from tests.inboxes.numbers import connected
from tests.kit.http_world import World, reply
from tests.messaging.deliveries import Line, shop

__all__ = ["shop"]


def test_a_text_at_aws_becomes_a_ticket(shop: Shop, world: World, aws: settings.Settings) -> None:
    inbox = connected(shop.desk(), world, provider="aws")
    line = Line(shop, inbox, aws)
    line.waiting()
    world.http.on("GET", texts.CERTIFICATE, reply(200, text=texts.certificate()))
    theirs = TOPIC.replace("123456789012", "210987654321")

    line.receive(texts.sns(texts.a_text(destinationNumber=inbox.address)))
    with pytest.raises(Unauthenticated):
        line.take(texts.sns(texts.a_text(destinationNumber=inbox.address), TopicArn=theirs))

    assert line.texts() == ["Hello"]


def test_a_topic_is_confirmed_by_who_reads(
    shop: Shop, world: World, aws: settings.Settings
) -> None:
    inbox = connected(shop.desk(), world, provider="aws")
    line = Line(shop, inbox, aws)
    line.waiting()
    world.http.on("GET", "https://sns.eu-central-1.amazonaws.com/*",
                  reply(200, text=texts.certificate()))  # fmt: skip
    asked = replace(texts.confirmation(), url=f"{texts.URL}?number={inbox.address[1:]}")

    line.take(asked)
    assert all("ConfirmSubscription" not in sent.url for sent in world.http.sent)
    line.read()

    assert "ConfirmSubscription" in world.http.sent[-1].url
