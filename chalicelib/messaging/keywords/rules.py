"""What a text means as a keyword, and what follows from it; values only."""

from collections.abc import Iterable
from datetime import datetime

from chalicelib.accounts.settings.model import Keywords, SubscribeKeyword
from chalicelib.core.keywords import HELP, OPT_IN, OPT_OUT, folded, words
from chalicelib.customers.consent.model import (
    ConsentChannel,
    ConsentKind,
    Consents,
    ConsentState,
    Standing,
)
from chalicelib.customers.consent.rules import recorded, said_now, standing, state_of
from chalicelib.messaging.keywords.model import Effect, Keyword, Meaning

CONFIRM_TEXT = "{{Organization prefix}}: text YES to confirm that you want messages from us."
_SOURCE = "keyword"
_MARKETING, _TRANSACTIONAL = ConsentKind.marketing, ConsentKind.transactional


def keyword_of(text: str, own: Keywords, *, told: str = "") -> Keyword | None:
    """Return the keyword that a text is, or None for a text to the team (16, 18).

    An opt-out is looked for first: where one word of a text is enough, it outweighs all others.
    `told` is what the provider took the text for, in whatever language; it has answered already.
    """
    whole = folded(text)
    by_words = words(text) if own.opt_out_match == "contains" else {whole}
    heard = folded(told)
    for meaning, reserved, found in (
        (Meaning.opt_out, OPT_OUT, by_words | {heard}),
        (Meaning.opt_in, OPT_IN, {whole, heard}),
        (Meaning.help, HELP, {whole, heard}),
    ):
        if known := found & reserved:
            return Keyword(meaning=meaning, word=min(known).upper(), is_answered=bool(told))
    return _subscribing(whole, own.subscribe)


def effect(
    keyword: Keyword, channel: ConsentChannel, consents: Consents, now: datetime, *, own: Keywords
) -> Effect:
    """Return what a keyword does to somebody who said so much before.

    Whoever opted out is not written to, not even in answer to a call for help.
    """
    states = _states(keyword, channel, consents)
    said: Consents = ()
    for state, kinds in states.items():
        said += said_now(
            consents, channel, kinds, state=state, source=_SOURCE, now=now, detail=keyword.word
        )
    after = recorded(consents, said)
    is_silent = keyword.is_answered or standing(after, channel) is Standing.opted_out
    return Effect(said=said, answer="" if is_silent else _answer(keyword, after, own, channel))


def _subscribing(whole: str, keywords: Iterable[SubscribeKeyword]) -> Keyword | None:
    for each in keywords:
        if each.enabled and folded(each.keyword) == whole:
            return Keyword(
                meaning=Meaning.subscribe,
                word=each.keyword,
                text=each.text,
                double_opt_in=each.double_opt_in,
            )
    return None


def _states(
    keyword: Keyword, channel: ConsentChannel, consents: Consents
) -> dict[ConsentState, tuple[ConsentKind, ...]]:
    """Return what is said about which purpose: STOP and START are about both."""
    both = tuple(ConsentKind)
    match keyword.meaning:
        case Meaning.opt_out:
            return {ConsentState.unsubscribed: both}
        case Meaning.opt_in:
            return {ConsentState.subscribed: both}
        case Meaning.subscribe if keyword.double_opt_in:
            return _asked(channel, consents)
        case Meaning.subscribe:
            return {ConsentState.subscribed: (_MARKETING,)}
        case _:
            return {}


def _asked(
    channel: ConsentChannel, consents: Consents
) -> dict[ConsentState, tuple[ConsentKind, ...]]:
    """Return what waits for a YES; who had opted out of everything may be asked that much."""
    if state_of(consents, channel, _MARKETING) is ConsentState.subscribed:
        return {}
    other = state_of(consents, channel, _TRANSACTIONAL)
    is_out = other is ConsentState.unsubscribed
    return {ConsentState.pending: (_MARKETING, *([_TRANSACTIONAL] if is_out else []))}


def _answer(keyword: Keyword, after: Consents, own: Keywords, channel: ConsentChannel) -> str:
    match keyword.meaning:
        case Meaning.help:
            return own.help_text
        case Meaning.opt_in:
            return own.opt_in_text
        case Meaning.subscribe:
            is_asked = state_of(after, channel, _MARKETING) is ConsentState.pending
            default = CONFIRM_TEXT if is_asked else own.opt_in_text
            is_about_it = is_asked or not keyword.double_opt_in
            return (keyword.text.strip() and keyword.text if is_about_it else "") or default
        case _:
            return ""
