# ruff: noqa: RUF001
"""New words on one side, history on the other."""

import pytest

from chalicelib.channels.email.body import quotes

NEW = "Green, please.\n\nAnn"


@pytest.mark.parametrize(
    "history",
    [
        "On Mon, Jan 5, 2026 at 9:12 AM Tom <tom@shop.example> wrote:\n> Which?",
        "On Mon, Jan 5, 2026 at 9:12 AM Tom\n<tom@shop.example>\nwrote:\n\n> Which?",
        "On 5 Jan 2026, at 09:12, Tom wrote:\n\nWhich?",
        "On 05/01/2026 09:12, Tom wrote:\n> Which?",
        "Am 05.01.26 um 09:12 schrieb Tom:\n> Welche?",
        "Am Mo., 5. Jan. 2026 um 09:12 Uhr schrieb Tom <tom@shop.example>:\n\n> Welche?",
        "Le lun. 5 janv. 2026 à 09:12, Tom <tom@shop.example> a écrit :\n> Laquelle ?",
        "El lun, 5 ene 2026 a las 9:12, Tom (<tom@shop.example>) escribió:\n> ¿Cuál?",
        "Em seg., 5 de jan. de 2026 às 09:12, Tom <tom@shop.example> escreveu:\n> Qual?",
        "Il giorno lun 5 gen 2026 alle ore 09:12 Tom <tom@shop.example> ha scritto:\n> Quale?",
        "Op ma 5 jan 2026 om 09:12 schreef Tom <tom@shop.example>:\n> Welke?",
        "Den mån 5 jan. 2026 kl 09:12 skrev Tom <tom@shop.example>:\n> Vilken?",
        "пн, 5 янв. 2026 г. в 09:12, Tom <tom@shop.example>:\n> Какой?",
        "5 янв. 2026 г., 09:12 пользователь Tom <tom@shop.example> написал:\n> Какой?",
        "2026年1月5日(月) 9:12 Tom <tom@shop.example>:\n> どれ?",
        "Tom <tom@shop.example> wrote:\n> Which?",
        "> Which?",
        ">> Which?\n> Yes",
        "-----Original Message-----\nFrom: Tom\nSent: Monday\nSubject: Lamp\n\nWhich?",
        "-------- Ursprüngliche Nachricht --------\nVon: Tom\n\nWelche?",
        "----- Mensaje original -----\nWhich?",
        "________________________________\nFrom: Tom\nSent: Monday\nTo: Ann\n\nWhich?",
        "From: Tom [mailto:tom@shop.example]\nSent: Monday\nTo: Ann\nSubject: Lamp\n\nWhich?",
        "*From:* Tom\n*Sent:* Monday\n*To:* Ann\n*Subject:* Lamp\n\nWhich?",
        "Von: Tom\nGesendet: Montag\nAn: Ann\nBetreff: Lampe\n\nWelche?",
        "De : Tom\nEnvoyé : lundi\nÀ : Ann\nObjet : Lampe\n\nLaquelle ?",
        "Od: Tom\nWysłano: poniedziałek\nDo: Ann\nTemat: Lampa\n\nKtóra?",
    ],
)
def test_history_is_folded_in_the_form_of_any_program(history: str) -> None:
    new, old = quotes.split(f"{NEW}\n\n{history}\n")

    assert new == NEW
    assert old.strip().endswith(history.splitlines()[-1])


@pytest.mark.parametrize(
    "text",
    [
        "On the box you wrote: keep dry. It was wet.",
        "On Monday Ann wrote:\nthe lamp arrives on Friday. It did not.",
        "From: the beginning it was broken.\nI want my money back.",
        "From: London\nTo: Oslo\nHow much is it?",
        "Sent from my iPhone",
        "I paid 20 > 10 for it",
        "The order:\n----------\ntwo lamps",
        "Dear team\n_____________________\nAnn Lee, Lamp Lane 1",
        "One\n\nOn\n\nTwo",
        "a, b: wrote:",
    ],
)
def test_a_customers_own_words_are_never_folded(text: str) -> None:
    assert quotes.split(text) == (text, "")


def test_answers_between_the_lines_stay_together() -> None:
    text = "See below.\n\nOn 5 Jan 2026, at 09:12, Tom wrote:\n> Which?\nGreen.\n> How many?\nTwo."

    assert quotes.split(text) == (
        "See below.\n\nGreen.\nTwo.",
        "On 5 Jan 2026, at 09:12, Tom wrote:\n> Which?\n> How many?",
    )


def test_a_mail_of_nothing_but_history_is_shown() -> None:
    text = "> Which?\n> Green?"

    assert quotes.split(text) == (text, "")


@pytest.mark.parametrize(
    "rule", ["---------- Forwarded message ---------", "Begin forwarded message:"]
)
def test_a_mail_that_is_handed_on_is_what_the_customer_wants_to_show(rule: str) -> None:
    text = f"Is this you?\n\n{rule}\nFrom: X\nDate: Monday\nSubject: Y\n\n> Pay."

    assert quotes.split(text) == (text, "")


def test_lines_past_the_limit_are_taken_as_new() -> None:
    text = "new\n" * quotes.MAX_LINES + "> late quotation"

    assert quotes.split(text) == (text, "")
