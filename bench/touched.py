"""Which keys of the table, and which other services, a call is about: by their names."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dev.aws.gate import Call

Key = tuple[str, str]

_FAMILIES = {
    "ROSTER": "roster",
    "ROTATION": "rotation",
    "EVENTS": "account_events",
    "SEEN": "seen",
    "OPEN": "conversation",
    "OPERATION": "operation",
    "I": "identity",
    "CHAT": "chat",
    "FEED": "feed",
    "BADGES": "badges",
    "SEARCH": "search_index",
    "JOB": "job",
    "RATE": "rate",
    "VIEWS": "views",
    "INBOXES": "inbox",
    "AGENTS": "agent",
    "CREDENTIALS": "credential",
    "RECORDED": "recorded",
    "COUNTERS": "counter",
    "LINK_DOMAIN": "link_domain",
    "CUSTOMER_PLATFORM": "customer_platform",
    "SUBSCRIPTION_PLATFORM": "subscription_platform",
    "LEDGER": "ledger_order",
    "OUTLOOK": "outlook",
    "EVENT_FILTER": "event_filter",
    "ORDERS": "order",
    "SHOPPER": "shopper_orders",
    "SHOP_DELIVERY": "shop_delivery",
    "ACTION": "action",
    "ACTING": "acting",
    "ACTIVITY": "activity_head",
    "WEEKLY_MAIL": "weekly_mail",
    "LISTS": "listed",
    "EXPORTS": "export",
    "ARTICLE": "article_version",
    "HELPDESKS": "helpdesk",
    "OUTSIDE": "outside_ticket",
    "TALKS": "talk",
    "TALKED": "talk_like",
    "UNANSWERED": "unanswered_question",
}
_WHOLE = {"AGENTS": "agents", "CREDENTIALS": "credentials", "TEAMS": "teams", "INBOXES": "inboxes",
          "MACROS": "macros", "COUNTERS": "counters", "LEDGER": "ledger_orders",
          "ORDERS": "orders", "KNOWLEDGE": "articles", "LISTS": "lists", "EXPORTS": "exports",
          "ARTICLE": "article_versions", "TALKS": "talks", "TALKED": "talks_like",
          "UNANSWERED": "unanswered", "STATUS": "status"}  # fmt: skip
_GUARDED = {"TEAMS": ("teams_version", "team"), "BLOCKS": ("block_list", "block"),
            "MACROS": ("macro_count", "macro"), "SHOP": ("shop", "pending_shop"),
            "KNOWLEDGE": ("knowledge", "article"),
            "HANDED": ("handed", "handed_word")}  # fmt: skip
"""Families with one row that guards all others, and sorts by `-`."""
_LOOKUPS = {
    "SLUG": "across_accounts_by_slug",
    "PERSON": "across_accounts_agents",
    "CLAIM": "across_accounts_claims",
    "INBOX": "across_accounts_inbox",
    "LINK": "across_accounts_link",
    "LINK_DOMAIN": "across_accounts_link_domain",
    "SHOP": "across_accounts_shop",
}
_SORTED = {"T": "ticket", "FOLDED": "folded", "C": "customer", "ACCOUNT": "account",
           "ALERTED": "alerted", "COUNTED#ACTIVITY": "activity", "AUTORESPONSE": "autoresponse",
           "SEGMENTS": "platform_segments", "CUSTOMER_AGENT": "customer_agent",
           "SETUP": "setup", "HEARD": "heard", "SITE": "site"}  # fmt: skip

_STARTS = {
    "M": "entry",
    "T": "customer_ticket",
    "LEARNED": "learned",
    "CONSENT": "consent",
    "TEXT": "keyword_text",
    "SEND": "send",
    "DRAFT": "draft",
    "HERE": "viewer",
    "E": "customer_event",
    "ORDER": "customer_order",
    "COUNTED": "counted",
    "METRIC": "customer_metric",
    "MERGE": "merge",
    "CHANNEL": "traffic",
    "DOOR": "knock",
    "JOB": "work",
    "STUCK": "stuck",
}
_LISTED = {"SEND": "sends", "E": "customer_events", "METRIC": "customer_metrics",
           "ORDER": "customer_orders"}  # fmt: skip


def touched(calls: Iterable[Call]) -> tuple[str, ...]:
    """Return the names in the order of their first use."""
    return tuple(dict.fromkeys(name for call in calls for name in _names(call)))


def _names(call: Call) -> Iterator[str]:
    if call.service != "dynamodb":
        yield call.name
    elif call.name == "dynamodb.Query":
        yield from _queried(call.parameters())
    else:
        yield from (_name(*key) for key in _keys(call.parameters()))


def _keys(asked: Mapping[str, Any]) -> Iterator[Key]:
    for table in asked.get("RequestItems", {}).values():
        # PynamoDB asks for a set of keys, in another order in every process.
        yield from sorted(_key(key) for key in table["Keys"])
    for action in asked.get("TransactItems", ()):
        yield from (_key(each.get("Item") or each["Key"]) for each in action.values())
    if item := asked.get("Item") or asked.get("Key"):
        yield _key(item)


def _queried(asked: Mapping[str, Any]) -> Iterator[str]:
    values = [value.get("S", "") for _, value in sorted(asked["ExpressionAttributeValues"].items())]
    pk, sk = values[0], values[1] if len(values) > 1 else ""
    if index := asked.get("IndexName"):
        yield "due_shard" if index == "by_due" else index
    elif sk.startswith("M#"):
        yield from ("ticket", "entry")
    elif start := _LISTED.get(sk.partition("#")[0]):
        yield start
    else:
        family = pk.split("#")[2] if pk.count("#") > 1 else ""
        yield _WHOLE.get(family) or _name(pk, sk)


def _name(pk: str, sk: str) -> str:
    parts = pk.split("#")
    if parts[0] == "X":
        return _LOOKUPS[parts[1]]
    family = parts[2] if len(parts) > 2 else ""
    if family == "COUNTERS" and "." in parts[3]:
        return "daily_of" if ".one_" in parts[3] else "daily"
    if family in _FAMILIES:
        return _FAMILIES[family]
    if family in _GUARDED:
        guard, one = _GUARDED[family]
        return guard if sk == "-" else one
    if sk in _SORTED:
        return _SORTED[sk]
    start = sk.partition("#")[0]
    return _STARTS[start]


def _key(item: Mapping[str, Any]) -> Key:
    return item["pk"]["S"], item["sk"]["S"]
