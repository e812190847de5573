"""Who asks for a person, and who only speaks of one."""

import time

import pytest

from chalicelib.customer_agent.brain.person import asks_for_person

ASKED = """
Can I talk to a human?
I want to speak with a real person
agent please
human
connect me to customer service
I don't want to talk to a bot
could someone from your team call me?
LET ME TALK TO SOMEONE
Ich möchte mit einem Menschen sprechen
Bitte verbinden Sie mich mit einem Mitarbeiter
kann ich mit jemandem reden?
Mitarbeiter bitte
Ich will nicht mit einem Bot reden
quiero hablar con una persona
¿Puedo hablar con alguien?
pásame con un agente
No quiero hablar con un robot
quero falar com uma pessoa
posso falar com um atendente?
não quero falar com um robô
je veux parler à un humain
puis-je parler à un conseiller ?
mettez-moi en relation avec le service client
ik wil met een medewerker praten
kan ik iemand spreken
mag ik met een mens chatten?
jag vill prata med en människa
kan jag få prata med kundtjänst
أريد التحدث مع موظف
"""
SPOKEN_OF = """
I want to talk about the person who delivered
The person who delivered was rude
I talked to a person yesterday and nothing happened
is this gift fine for a person of 80
I don't need to talk to a human, just tell me the price
how many people is the teapot for
Can I send it to someone else?
The delivery agent left it at the door
can I talk to the person who packed my order
I want to talk to you about returns
someone stole my parcel
Die Person, die geliefert hat, war unfreundlich
Der Mitarbeiter von DHL hat nicht geklingelt
ich brauche keinen Menschen
la persona que trajo el paquete
es un regalo para una persona mayor
quiero hablar de mi pedido
O funcionário deixou a encomenda na porta
a pessoa que entregou foi mal educada
la personne qui a livré
c'est pour une personne âgée
voor hoeveel personen is de theepot
iemand heeft mijn pakket
personen som levererade var otrevlig
"""


@pytest.mark.acceptance(123)
@pytest.mark.parametrize("text", ASKED.strip().splitlines())
def test_who_asks_for_a_person_is_understood(text: str) -> None:
    assert asks_for_person(text)


@pytest.mark.parametrize("text", SPOKEN_OF.strip().splitlines())
def test_a_person_who_is_only_spoken_of_is_not_asked_for(text: str) -> None:
    assert not asks_for_person(text)


@pytest.mark.parametrize(
    "text", ["talk to a " * 5_000, "verbinden mit einem " * 3_000, "a" * 50_000]
)
def test_no_message_takes_long(text: str) -> None:
    started = time.process_time()

    asks_for_person(text)

    assert time.process_time() - started < 1.0
