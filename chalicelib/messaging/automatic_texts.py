"""Automatic texts as customers get them: the settings' words with their placeholders filled."""

from chalicelib.accounts import rules
from chalicelib.accounts import storage as accounts
from chalicelib.accounts.settings import texting
from chalicelib.channels.model import Kind
from chalicelib.channels.registry import capabilities
from chalicelib.core.desk import Desk


def filled(desk: Desk, channel: Kind, text: str) -> str:
    """Return the words to send, as far as the channel carries them; empty for none."""
    if not text.strip():
        return ""
    account = accounts.account(desk)
    prefix = account.settings.organization_prefix or account.name
    email = rules.sender_address(account, desk.place.mail_domain)
    words = texting.rendered(text, prefix=prefix, email=email)
    return words[: capabilities(channel).max_text].strip()
