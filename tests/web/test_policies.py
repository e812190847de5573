"""What an address may add to a page's policy."""

import pytest

from chalicelib.web.policies import picture


@pytest.mark.parametrize(
    ("address", "source"),
    [
        ("https://cdn.example/robin.png", "https://cdn.example/robin.png"),
        ("https://CDN.example:8443/a%20b.png?v=2#x", "https://cdn.example:8443/a%20b.png"),
        ("https://cdn.example", ""),
        ("https://cdn.example/", ""),
        ("https://cdn.example?a.png", ""),
        ("https://cdn.example/faces/", ""),
        ("https://cdn.example/faces/?robin.png", ""),
        ("https://cdn.example/é.png", "https://cdn.example/%C3%A9.png"),
        ("https://cdn.example/a; script-src *", "https://cdn.example/a%3B%20script-src%20*"),
        ("https://cdn.example/a,default-src *", "https://cdn.example/a%2Cdefault-src%20*"),
        ("https://cdn.example;script-src/a.png", ""),
        ("https://*.example/a.png", ""),
        ("https://me@cdn.example/a.png", ""),
        ("https://[::1]/a.png", ""),
        ("https://[/a.png", ""),
        ("https://intranet/a.png", ""),
        ("http://cdn.example/a.png", ""),
        ("javascript:alert(1)", ""),
        ("", ""),
    ],
)
def test_an_address_lets_in_one_picture_and_nothing_else(address: str, source: str) -> None:
    assert picture(address) == source
