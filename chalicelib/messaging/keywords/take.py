"""Taking a text that is a keyword: noted at the customer, done, answered; never a ticket."""

from typing import cast

from chalicelib.accounts import storage as accounts
from chalicelib.accounts.settings.model import Texting
from chalicelib.channels.model import Inbound
from chalicelib.channels.registry import capabilities
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Duplicate, Unavailable
from chalicelib.customers import storage as customers
from chalicelib.customers.consent.model import ConsentChannel
from chalicelib.customers.model import Customer
from chalicelib.messaging.automatic_texts import filled
from chalicelib.messaging.keywords import rules, storage
from chalicelib.messaging.keywords.model import Keyword, KeywordText, Meaning
from chalicelib.messaging.writers import customer_of
from chalicelib.table.write import attempts
from chalicelib.tickets import markers
from chalicelib.tickets.model import State
from chalicelib.tickets.rules.speaking import ORDERED_AGAIN_AFTER

_KEPT = 2_000


def take(desk: Desk, inbound: Inbound, *, only: Meaning | None = None) -> bool:
    """Do what a keyword asks for, once; False for a text that is none, which is a message.

    `only` is the one meaning that counts, where the others go unheard.

    Raises Unavailable under a storm of other changes to the customer.
    """
    own = _settings(desk, inbound)
    keyword = _keyword(inbound, own) if own else None
    if own is None or keyword is None or (only and keyword.meaning is not only):
        return False
    customer = customer_of(desk, inbound)
    for attempt in attempts(desk):
        if attempt:
            customer = customers.load(desk, customer.id, consistent=True)
            if markers.is_known(desk, inbound.channel, inbound.provider_id):
                return True
        try:
            _apply(desk, inbound, keyword, customer, own)
        except Duplicate:
            return True
        except customers.LostRace:
            continue
        return True
    raise Unavailable("Too many changes to one customer at once; try again.")


def _settings(desk: Desk, inbound: Inbound) -> Texting | None:
    if not capabilities(inbound.channel).has_keywords:
        return None
    return accounts.account(desk).settings.texting.get(inbound.channel)


def _keyword(inbound: Inbound, own: Texting) -> Keyword | None:
    return rules.keyword_of(inbound.text, own.keywords, told=inbound.keyword)


def _apply(
    desk: Desk, inbound: Inbound, keyword: Keyword, customer: Customer, own: Texting
) -> None:
    channel = cast("ConsentChannel", inbound.channel.value)
    now = desk.now()
    effect = rules.effect(keyword, channel, customer.consents, now, own=own.keywords)
    answer = filled(desk, inbound.channel, effect.answer)
    text = KeywordText(
        customer_id=customer.id,
        ulid=desk.new_id("txt").removeprefix("txt_"),
        channel=inbound.channel,
        inbox=inbound.inbox,
        person=inbound.sender.address,
        text=inbound.text[:_KEPT],
        meaning=keyword.meaning,
        word=keyword.word,
        created_at=now,
        answer=answer,
        state=State.queued if answer else None,
        due_at=now + ORDERED_AGAIN_AFTER if answer else None,
    )
    storage.save(desk, customer, effect.said, text, came_as=inbound.provider_id)
