"""The real desk: everything concrete is chosen here, once a process, when first needed.

The only reader of the clock. Whoever wants another world (tests, the laptop's server) installs it.
"""

import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from chalicelib import settings
from chalicelib.aws.clients import Clients
from chalicelib.aws.files import S3Files
from chalicelib.aws.http import GuardedHttp
from chalicelib.aws.mailer import SesMailer, mail_id_domain
from chalicelib.aws.queues import SqsQueues
from chalicelib.aws.resilient import ResilientHttp
from chalicelib.aws.secrets import SsmSecrets
from chalicelib.aws.vault import KmsVault
from chalicelib.core.desk import (
    STRANGER,
    SYSTEM,
    Adviser,
    Caller,
    Desk,
    Files,
    Http,
    Mailer,
    Queues,
    Secrets,
    Vault,
)
from chalicelib.core.place import Place, ShopApp
from chalicelib.core.talk import Talker
from chalicelib.table import row


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """Every way out of the process, shared by all its operations."""

    place: Place
    http: Http
    secrets: Secrets
    vault: Vault
    files: Files
    raw_mail: Files
    """The bucket that the mail service writes to; read, never written."""
    mail_bucket: str
    """Its name: an event that names another bucket is not ours."""
    mailer: Mailer
    queues: Queues
    clock: Callable[[], datetime]
    randomness: Callable[[int], bytes]
    sleep: Callable[[float], None]
    adviser: Adviser | None = None
    talker: Talker | None = None
    front_secret: str = field(default="", repr=False)
    """What CloudFront proves itself by; empty where there is none in front."""


def clock() -> datetime:
    """Return this moment."""
    return datetime.now(UTC)


_lock = threading.Lock()
_installed: list[tuple[Ports, Desk]] = []
"""With a desk at them that is nobody's, which each operation takes a copy of."""


def ports() -> Ports:
    """Return the installed ports, or build the real ones from the environment."""
    return _known()[0]


def install(replacement: Ports | None) -> None:
    """Use these ports from now on; None goes back to what the environment says."""
    with _lock:
        _installed[:] = [] if replacement is None else [(replacement, _empty(replacement))]


def _known() -> tuple[Ports, Desk]:
    with _lock:
        if not _installed:
            own = build(settings.load())
            _installed.append((own, _empty(own)))
        return _installed[0]


def build(
    chosen: settings.Settings,
    *,
    clock: Callable[[], datetime] = clock,
    clients: Clients | None = None,
) -> Ports:
    """Return the real ports and point the table's rows at the table; builds no client but its."""
    clients = clients or Clients(chosen.region)
    row.bind(chosen.table, region=chosen.region, session=clients.session)
    return Ports(
        place=_place(chosen),
        http=ResilientHttp(GuardedHttp(), clock=clock, randomness=os.urandom, sleep=time.sleep),
        secrets=SsmSecrets(clients, chosen.signing_secret, clock),
        vault=KmsVault(clients, chosen.kms_key, clock),
        files=S3Files(clients, chosen.files_bucket, clock),
        raw_mail=S3Files(clients, chosen.mail_bucket, clock),
        mail_bucket=chosen.mail_bucket,
        mailer=SesMailer(clients, chosen.configuration_set, clock),
        queues=SqsQueues(clients, chosen.queues),
        clock=clock,
        randomness=os.urandom,
        sleep=time.sleep,
        adviser=_adviser(clients, chosen, clock),
        talker=_talker(clients, chosen, clock),
        front_secret=chosen.front_secret,
    )


def _place(chosen: settings.Settings) -> Place:
    return Place(
        base_url=chosen.base_url,
        mail_domain=chosen.mail_domain,
        mail_id_domain=mail_id_domain(chosen.region),
        is_sign_up_open=chosen.is_sign_up_open,
        trial_days=chosen.trial_days,
        resolvers=chosen.resolvers,
        shop_app=_shop_app(chosen),
    )


def _shop_app(chosen: settings.Settings) -> ShopApp | None:
    if not (chosen.shopify_client_id and chosen.shopify_client_secret):
        return None
    return ShopApp(client_id=chosen.shopify_client_id, client_secret=chosen.shopify_client_secret)


def _adviser(
    clients: Clients, chosen: settings.Settings, clock: Callable[[], datetime]
) -> Adviser | None:
    if not chosen.bedrock_model:
        return None
    # Most installations have none: they start without it.
    from chalicelib.aws.bedrock import BedrockAdviser

    return BedrockAdviser(clients, chosen.bedrock_model, clock)


def _talker(
    clients: Clients, chosen: settings.Settings, clock: Callable[[], datetime]
) -> Talker | None:
    if not chosen.bedrock_model:
        return None
    from chalicelib.aws.converse import BedrockTalker

    return BedrockTalker(clients, chosen.bedrock_model, clock)


def desk_for(operation_id: str, source_ip: str = "") -> Desk:
    """Return a stranger's desk, without an account; a guard finds out more."""
    return _desk("", STRANGER, operation_id, source_ip)


def system_desk(account_id: str, operation_id: str) -> Desk:
    """Return the desk of work that the product does by itself for an account."""
    return _desk(account_id, SYSTEM, operation_id)


def _desk(account_id: str, caller: Caller, operation_id: str, source_ip: str = "") -> Desk:
    own, empty = _known()
    # Two operations without a name must never take each other's writes for their own.
    return empty.begin(account_id, caller, operation_id or own.randomness(16).hex(), source_ip)


def _empty(own: Ports) -> Desk:
    return Desk(
        account_id="",
        caller=STRANGER,
        operation_id="",
        place=own.place,
        http=own.http,
        secrets=own.secrets,
        vault=own.vault,
        files=own.files,
        mailer=own.mailer,
        queues=own.queues,
        clock=own.clock,
        randomness=own.randomness,
        sleep=own.sleep,
        adviser=own.adviser,
        talker=own.talker,
    )
