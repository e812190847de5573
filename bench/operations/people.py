"""Shops, the people of their teams, and how they get in."""

import json
import re

from bench.api import Api
from bench.registry import Action, operation
from bench.shop import Shop, shop
from bench.stage import Stage
from chalicelib import jobs
from chalicelib.accounts import forwarding

EMAIL = "olga@shop.example"
STRANGER = Api(token="")
_TOKEN = re.compile(r"dhl_\w+")


def _link(open_shop: Shop) -> str:
    STRANGER.call("POST", "/v1/sessions", {"email": EMAIL})
    mail = open_shop.stage.sent(lambda: jobs.run_job(_order()))
    found = _TOKEN.search(mail)
    assert found
    return found[0]


def _order() -> str:
    return json.dumps({"job": "sign_in", "email": EMAIL})


@operation("a shop signs up", requests=7, read=3, write=20)
def sign_up(_stage: Stage) -> Action:
    """Make account, owner and inbound address, and ask for a link."""
    body = {"name": "Kettle Works", "email": "otto@kettle.example", "owner_name": "Otto"}
    return lambda: STRANGER.call("POST", "/v1/accounts", body)


@operation("a sign-in link is asked for", requests=3, read=0, write=2)
def ask(stage: Stage) -> Action:
    """Count twice, and leave the rest to a worker."""
    shop(stage)
    return lambda: STRANGER.call("POST", "/v1/sessions", {"email": EMAIL})


@operation("sign-in links are mailed", requests=5, read=3, write=2)
def mail_link(stage: Stage) -> Action:
    """Look up who the address belongs to, in every account."""
    shop(stage)
    return lambda: jobs.run_job(_order())


@operation("a link signs in", requests=2, read=3, write=6)
def confirm(stage: Stage) -> Action:
    """Turn the link into a session, once."""
    token = _link(shop(stage))
    return lambda: STRANGER.call("POST", "/v1/sessions/confirm", {"token": token})


@operation("an agent logs out", requests=4, read=5, write=4)
def log_out(stage: Stage) -> Action:
    """End the session."""
    token = _link(shop(stage))
    session = STRANGER.json("POST", "/v1/sessions/confirm", {"token": token})
    own = Api(token=session["token"])
    return lambda: own.call("DELETE", "/v1/sessions/current")


@operation("an agent's sessions", requests=2, read=2, write=0)
def list_sessions(stage: Stage) -> Action:
    """List them."""
    token = _link(shop(stage))
    session = STRANGER.json("POST", "/v1/sessions/confirm", {"token": token})
    return Api(token=session["token"]).warm("GET", "/v1/sessions")


@operation("the team", requests=1, read=1, write=0)
def team(stage: Stage) -> Action:
    """List all agents."""
    return shop(stage).api().warm("GET", "/v1/agents")


@operation("what was done to the account", requests=1, read=1, write=0)
def history(stage: Stage) -> Action:
    """List the last, and who did it."""
    return shop(stage).api().warm("GET", "/v1/account/events")


@operation("an agent is invited", requests=4, read=2, write=8)
def invite(stage: Stage) -> Action:
    """Add somebody, and leave the mail to a worker."""
    body = {"email": "maya@shop.example", "name": "Maya", "role": "support"}
    return shop(stage).api().warm("POST", "/v1/agents", body)


@operation("a setting changes", requests=3, read=2, write=4)
def change_settings(stage: Stage) -> Action:
    """Switch auto-close on."""
    body = {"unread_badge": {"enabled": False}}
    return shop(stage).api().warm("PATCH", "/v1/settings", body)


@operation("a support address is added", requests=4, read=3, write=6)
def add_address(stage: Stage) -> Action:
    """Write down an address to prove."""
    body = {"address": "help@mugs.example"}
    return shop(stage).api().warm("POST", "/v1/settings/email/addresses", body)


@operation("a support address is proved", requests=4, read=3, write=8)
def prove_address(stage: Stage) -> Action:
    """Recognise our own test mail, which came the whole way round."""
    open_shop = shop(stage)
    support = forwarding.add(open_shop.desk(), "help@mugs.example")
    text = stage.sent(lambda: forwarding.send_test(open_shop.desk(), support.address))
    return lambda: forwarding.confirm(open_shop.desk(), text)
