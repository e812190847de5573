"""The DNS records that an installation needs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from infra.account.facts import Identity
from infra.account.stage import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A record to publish."""

    name: str
    kind: str
    value: str
    why: str

    def __str__(self) -> str:
        """Return it as a zone file has it, with the reason behind."""
        return f"{self.name}.  {self.kind}  {self.value}    ; {self.why}"


def inbound(region: str) -> str:
    """Return the host that takes mail for SES."""
    return f"inbound-smtp.{region}.amazonaws.com"


def brings_mail(hosts: Sequence[str], region: str) -> bool:
    """Tell whether MX records lead to SES in this region, and to nobody else."""
    names = {host.split()[-1].rstrip(".").lower() for host in hosts if host.strip()}
    return names == {inbound(region)}


def records(
    stage: Stage, region: str, *, identity: Identity | None = None, target: str = ""
) -> Iterator[Record]:
    """Yield what is to be published: `identity` says what for DKIM, `target` is API Gateway's."""
    domain = stage.mail_domain
    yield Record(name=domain, kind="MX", value=f"10 {inbound(region)}.", why="brings mail in")
    if identity:
        yield from _proofs(domain, identity)
    yield Record(
        name=domain,
        kind="TXT",
        value='"v=spf1 include:amazonses.com -all"',
        why="advised: nobody else sends from here",
    )
    yield Record(
        name=f"_dmarc.{domain}",
        kind="TXT",
        value='"v=DMARC1; p=quarantine"',
        why="advised: what is not signed is suspect",
    )
    if target:
        why = "leads people to it (an ALIAS record where the zone is in Route 53)"
        yield Record(name=stage.custom_domain, kind="CNAME", value=f"{target}.", why=why)


def _proofs(domain: str, identity: Identity) -> Iterator[Record]:
    for token in identity.tokens:
        yield Record(
            name=f"{token}._domainkey.{domain}",
            kind="CNAME",
            value=f"{token}.{identity.zone}.",
            why="signs what is sent, and proves the domain to SES",
        )
