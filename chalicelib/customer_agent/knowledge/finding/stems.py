"""Words into what they are compared by: without small words, and without the usual endings.

One light stemmer for six languages (en, de, es, pt, nl, sv), since a short question does not tell
its language surely. It need not be right, only the same for a question and its answer.
"""

import re
import unicodedata
from functools import lru_cache

from chalicelib.search.terms import in_order

SHORTEST = 3
"""Letters that an ending leaves at least."""

_SMALL = {
    "en": """a about all am an and any are as at be been but by can could did do does doing
        for from get got had has have he hello her hey hi him his how i if im in into is it
        its ive just know let like ll m may me might my no not of off on or our out please
        pls re s she should so some still t tell than thank thanks that the their them then
        there these they this to u ur us ve very want was we were what whats when where which
        who why will with would yes you your anyone guys possible need already again also
        always another anybody around because before being both called dear didn doesn don
        either else ever every exactly few find first give given go going good happen happens
        help here hope however instead isn it's keep last later least less maybe more most
        must never nobody now often ok okay once one only other others own perhaps quite
        rather really right same say see seem seems several since something somewhere soon
        such sure take takes taken though thx today together tomorrow too two under until up
        use used using usually wanna wasn way well while without won yesterday yet thing
        things thought try trying lol idk bit kindly asap""",
    "de": """aber alle als also am an auch auf aus bei bekomme bekommen bin bis bitte da
        damit dann das dass dem den denn der des dich die dies diese diesen dir doch du ein
        eine einem einen einer eines er es euch eure euren eurer für gern gibt guten habe
        haben habt hallo hat hätte ich ihnen ihr ihre ihren im in ist ja kann kannst kein
        keine können könnt könnte man mein meine meinem meinen meiner mich mir mit möchte
        nach nicht noch nun nur ob oder ohne schon sehr sein sich sie sind so soll tag um und
        uns vom von vor wann war warum was welche welcher welches wenn wer werden wie will
        wir wird wo woher würde zu zum zur danke eigentlich mal muss müssen wurde wurden
        gibts geht gehen ging bisher immer wieder seit heute morgen gestern etwas jemand
        niemand alles allen anderen andere anderer einfach eben halt etwa eventuell
        vielleicht leider wohl jetzt gleich hier dort daher deshalb trotzdem jedoch beim ins
        ans bereits bevor während wäre wären sollte sollten dürfen darf lassen macht machen
        mache tun tut bleibt braucht brauche ganz mehr weniger viel viele bisschen bzw moin
        servus grüße liebe lieber freundliche stelle finde""",
    "es": """a al algo alguien algún aquí buenas buenos cómo con cual cuál cuáles cuando
        cuándo cuanto cuánto de del días donde dónde el ella en eres es esa ese eso esta está
        están este esto estoy favor fue gracias ha hacer hacéis hago han hay he hola la las
        le les lo los más me mi mis muy ni no nos o os para pero por porque puede pueden
        puedo podéis podría que qué quiero quien quién haría tan tanto cada otra otro otros
        otras algunas algunos todavía aún nada nadie siempre nunca hoy ayer mañana semana
        ahora allí después antes luego entonces además solo sólo mucho mucha poco gustaría
        querría debo deja dejar veo ver va voy vais van pasa pasó bueno oye entre hasta desde
        se ser si saber sí sin sobre son soy su sus también te tengo tenéis tienen tiene tu
        un una uno unos vuestra vuestro y ya yo tardes había hacen necesito""",
    "pt": """a ao aos as até boa bom com como da das de dela dele do dos e é ela ele em era
        essa esse esta está estão este eu faço favor fazem fazer foi gostaria há isso isto já
        lhe mais mas me meu meus minha minhas muito na não nas nem no nos o obrigada obrigado
        oi olá onde os ou para pela pelo pode podem por porque posso pra qual quais quando
        quanto que quê quem quero se sem ser seu seus sim só sou sua suas também te tem têm
        tenho teu tu um uma umas vocês você tarde dia preciso vossa vosso consigo dá ainda
        agora hoje ontem amanhã sempre nunca nada ninguém cada outro outra outros outras
        alguém algum alguma todo toda todos tudo depois antes então aqui ali lá bem mal muita
        pouco costuma deve devo deixa vai vou vão veio anda passou assim porquê desde entre
        sobre""",
    "nl": """aan al als bij dat de deze die dit doe doen door een en er ga gaat geen graag
        had heb hebben heeft hem het hier hij hoe hoi ik in is ja je jij jullie kan kunnen
        kun maar me mee mij mijn moet na naar niet nog nu of om onze ook op over te ten tot u
        uit uw van veel voor waar waarom wanneer wat we welke werd wie wij wil word worden
        wordt zal ze zich zij zijn zo zou bedankt alstublieft hallo goedendag krijg""",
    "sv": """alla att av blir de dem den det detta dig din dina ditt du där efter ej eller en
        er era ett finns för får från ha har hej hur i inte ja jag kan kanske man med mig min
        mina mitt när ni och om på sedan sig sin sina ska skulle som så till tack ut vad var
        varför vart vem vi vid vilka vilken vill är åt över göra gör gärna måste""",
}
RECOGNISED = frozenset(_SMALL)
SMALL_WORDS = frozenset(term for words in _SMALL.values() for term in in_order(words))
"""What says nothing of what a question is about, in any of the languages."""

_HINTS = {
    "de": ("ß", "ü", "ung "), "es": ("¿", "¡", "ñ", "ción"), "pt": ("ã", "õ", "ç"),
    "nl": ("ij", "aa"), "sv": ("å",), "en": ("ing ", "wh"),
}  # fmt: skip
"""What only one of them is written with, or nearly."""
_PLAIN = {language: frozenset(words.split()) for language, words in _SMALL.items()}
_WORD = re.compile(r"\w+")
_LOOKED_AT = 500
_USUAL = """
    ments ment ings ing ies ied ed es s y e ers er ly
    ungen ung ern eln en em et est n t st
    aciones ación ciones ción adas ados ada ado idas idos ida ido ando iendo ar ir as os a o
    ações ação ções ção endo indo amos emos imos am eis ais
    ingen heden heid tje tjes
    arna erna orna ningar ning or ade
"""
_ENDINGS = tuple(sorted(set(in_order(_USUAL)), key=lambda ending: (-len(ending), ending)))
_VOWELS = frozenset("aeiouy")


def stems(text: str) -> list[str]:
    """Return what a text is compared by, in order.

    >>> stems("Can I return the shoes?"), stems("How are returned shoes sent back?")
    (['retur', 'sho'], ['retur', 'sho', 'sen', 'back'])
    """
    return [stem(word) for word in in_order(text) if word not in SMALL_WORDS]


def languages(text: str) -> frozenset[str]:
    """Return the languages that a text is probably in, none where it does not tell.

    >>> sorted(languages("Wo ist mein Paket?")), sorted(languages("PayPal"))
    (['de'], [])
    """
    plain = unicodedata.normalize("NFC", text[:_LOOKED_AT]).lower()
    words = _WORD.findall(plain)
    ending = f"{' '.join(words)} "
    found = {
        language: sum(word in small for word in words)
        + sum(hint in ending or hint in plain for hint in _HINTS[language])
        for language, small in _PLAIN.items()
    }
    most = max(found.values())
    return frozenset(language for language, count in found.items() if count == most and most)


@lru_cache(maxsize=16_384)
def stem(word: str) -> str:
    """Return a folded word without its endings, at most two.

    >>> [stem(word) for word in ("delivery", "deliveries", "delivered", "rucksendung")]
    ['deliv', 'deliv', 'deliv', 'rucksend']
    """
    if not word.isalpha():
        return word
    for _ in range(2):
        word = _shortened(word)
    is_doubled = len(word) > SHORTEST and word[-1] == word[-2] and word[-1] not in _VOWELS
    return word[:-1] if is_doubled else word


def _shortened(word: str) -> str:
    for ending in _ENDINGS:
        left = len(word) - len(ending)
        if left >= SHORTEST and word.endswith(ending) and not _VOWELS.isdisjoint(word[:left]):
            return word[:left]
    return word
