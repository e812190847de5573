"""What a deploy decides by itself: parameters that nobody has to know of."""

from infra.account.facts import Facts
from infra.account.stack import Known
from infra.account.stage import Stage, parameters

UNKNOWN_YET = "https://deskhand.invalid"
"""What a first deploy says instead of an address that API Gateway has not given yet."""
_MOST = 20
_FEWEST = 2


def plan(stage: Stage, facts: Facts) -> dict[str, str]:
    """Return the template's parameters; those left out stay as they are."""
    chosen = {
        **parameters(stage),
        "BaseUrl": base_url(stage, facts.stack),
        "MailIdentity": mail_identity(stage, facts),
    }
    if stage.custom_domain:
        chosen["CertificateArn"] = facts.certificate or stage.certificate_arn
    if stage.custom_domain and stage.has_cloudfront:
        own = facts.cloudfront_certificate or stage.cloudfront_certificate_arn
        chosen["CloudFrontCertificateArn"] = own
    if not stage.worker_concurrency and facts.concurrency is not None:
        chosen["WorkerConcurrency"] = str(workers(facts.concurrency))
    return chosen


def base_url(stage: Stage, known: Known | None) -> str:
    """Return where people reach it: as said, by its domain, as before, or by a name of AWS's."""
    if stage.base_url:
        return stage.base_url
    if stage.custom_domain:
        return f"https://{stage.custom_domain}"
    if known is None or not known.is_standing:
        return UNKNOWN_YET
    before = known.parameters.get("BaseUrl", UNKNOWN_YET)
    gateways = known.outputs.get("EndpointURL", UNKNOWN_YET).rstrip("/")
    fronts = f"https://{known.outputs.get('CloudFrontDomain', '')}"
    left = f"https://{known.parameters.get('CustomDomain', '')}"
    if before not in (UNKNOWN_YET, gateways, fronts, left):
        return before  # somebody's own choice
    return fronts if stage.has_cloudfront and fronts != "https://" else gateways


def mail_identity(stage: Stage, facts: Facts) -> str:
    """Tell whether the stack makes the mail domain's identity; one that it made stays its own."""
    before = facts.stack.parameters if facts.stack and facts.stack.is_standing else {}
    is_own = before.get("MailIdentity") == "new" and before.get("MailDomain") == stage.mail_domain
    return "new" if is_own or facts.identity is None else "existing"


def workers(concurrency: int) -> int:
    """Return how many executions each queue may take of what the account has: a tenth, at most."""
    return max(_FEWEST, min(_MOST, concurrency // 10))
