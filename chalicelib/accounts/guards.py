"""Who is let in: every route has one of these, and a route without one admits nobody."""

from chalicelib.accounts import rules, storage, tokens
from chalicelib.accounts.model import CredentialKind
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Forbidden, Unauthenticated
from chalicelib.web.request import Request

_KINDS = (CredentialKind.session, CredentialKind.api_key)
_MAX_TOKEN = 256


def public(desk: Desk, request: Request) -> Desk:
    """Let everybody in, as a stranger."""
    _refuse_query(request)
    return desk


def agent(desk: Desk, request: Request) -> Desk:
    """Let in an active agent of one of the four roles, by session or API key (acceptance 4).

    What is not shaped like one of our tokens costs no look-up; a good one costs one request, and
    none when it was seen in the last seconds.
    """
    token = bearer(request)
    if token.kind not in _KINDS:
        raise Unauthenticated("This kind of token does not let agents in.")
    found = storage.admission(desk, token)
    if found is None or not found.credential.is_valid(found.agent, desk.now()):
        raise Unauthenticated("The token is unknown or no longer valid.")
    if not rules.may_use_helpdesk(found.agent.role):
        raise Forbidden("Your role may not use the helpdesk.", code="role_not_allowed")
    return desk.for_account(token.account_id, found.caller)


def bearer(request: Request) -> tokens.Token:
    """Return the request's token, taken apart, or raise Unauthenticated."""
    _refuse_query(request)
    text = request.bearer
    token = tokens.parse(text) if len(text) <= _MAX_TOKEN else None
    if token is None:
        raise Unauthenticated("Send a token as `Authorization: Bearer <token>`.")
    return token


def _refuse_query(request: Request) -> None:
    # Addresses end up in logs, histories and Referer headers.
    if any(tokens.parse(value) for value in request.query.values() if len(value) <= _MAX_TOKEN):
        raise Unauthenticated("A token in the address is not accepted; it should be revoked.")
