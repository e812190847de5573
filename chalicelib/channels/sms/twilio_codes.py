"""What Twilio's numbers mean for a message and for the inbox that it left from."""

from collections.abc import Mapping

OPTED_OUT = "21610"

MEANINGS: Mapping[str, str] = {
    "11200": "Twilio could not fetch the file.",
    "12300": "Twilio does not take files of this kind.",
    "21211": "This is no number that can be texted.",
    "21408": "The account at Twilio may not send to this country.",
    OPTED_OUT: "opted_out: the customer texted STOP; Twilio sends nothing until they text START.",
    "21612": "Twilio cannot reach this number from ours.",
    "21614": "This number takes no texts.",
    "21617": "The text is too long.",
    "21620": "Twilio could not fetch the file.",
    "21621": "Our number sends no pictures (MMS).",
    "21622": "The account at Twilio sends no pictures (MMS).",
    "21623": "These are more files than one text can have.",
    "30001": "Too much waited to be sent at Twilio.",
    "30002": "The account at Twilio is suspended.",
    "30003": "The phone is off or out of reach.",
    "30004": "The phone refuses texts from this number.",
    "30005": "This number does not exist, or not any more.",
    "30006": "This is a landline, or its network takes no texts.",
    "30007": "The network took the text for spam.",
    "30008": "The network did not say why.",
    "30011": "This phone's network, or its country, takes no pictures (MMS).",
    "30019": "The file is too large for the phone's network.",
    "30034": "The number is not registered with the networks of the United States (A2P 10DLC).",
    "63038": "The account at Twilio has reached its daily limit.",
}
"""By error code; shown to agents."""

BROKEN: Mapping[str, str] = {
    "20003": "Twilio does not know these credentials any more.",
    "20005": "The account at Twilio is not active.",
    "20404": "There is no such account at Twilio.",
    "21212": "This number cannot send from this account at Twilio.",
    "21603": "This number cannot send from this account at Twilio.",
    "21606": "This number does not belong to this account at Twilio, or sends no texts.",
    "21659": "This number does not belong to this account at Twilio.",
    "21660": "This number does not belong to this account at Twilio.",
    "30002": "The account at Twilio is suspended.",
    "30034": "The number is not registered with the networks of the United States (A2P 10DLC).",
}
"""Codes after which nothing will work until the merchant acts."""


def meaning(code: str) -> str:
    """Return what a code says, with the code: it is what somebody will search for."""
    if not code.isascii() or not code.isdecimal():
        return ""
    return f"{MEANINGS.get(code) or BROKEN.get(code) or 'Twilio refused.'} ({code[:10]})"
