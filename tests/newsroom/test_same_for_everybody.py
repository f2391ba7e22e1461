"""Public pages are the same for every visitor, so no cache can mix visitors up or be poisoned."""

import pytest
from django.core.management import call_command

from tests.test_doors import addresses_of
from tests.world import World

pytestmark = pytest.mark.django_db

# Headers from which some proxy, framework or CMS has taken an address, a method or a visitor's rights.
CLAIMED = (
    "Accept", "Accept-Charset", "Accept-Language", "Authorization", "CF-Connecting-IP",
    "Client-IP", "Forwarded", "From", "Max-Forwards", "Origin", "Purpose", "Range",
    "Referer", "Sec-Fetch-Site", "True-Client-IP", "User-Agent", "Via", "X-Accel-Redirect",
    "X-Client-IP", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Path", "X-Forwarded-Port",
    "X-Forwarded-Prefix", "X-Forwarded-Proto", "X-Forwarded-Scheme", "X-Forwarded-Server",
    "X-Ghost-Preview", "X-HTTP-Method", "X-HTTP-Method-Override", "X-Host", "X-Method-Override",
    "X-Original-Host", "X-Original-URL", "X-Preview", "X-Real-IP", "X-Requested-With",
    "X-Rewrite-URL", "X-Script-Name", "X-Wap-Profile",
)  # fmt: skip
HEADERS = dict.fromkeys(CLAIMED, "evil.example")
UNKNOWN = (
    "utm_source=evil&status=draft&static=1&preview=1&fields=body&_method=POST&order_by=password"
)

SAFE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def as_received(answer):
    """What a cache would store of an answer."""
    return answer.status_code, sorted(answer.items()), sorted(answer.cookies), answer.content


def test_a_page_is_the_same_whoever_asks_and_whatever_they_claim(reader, sign_in, ada):
    pages = addresses_of(World(1))
    call_command("rebuild_search", verbosity=0)
    editor = sign_in(ada)
    for name, address in pages.items():
        plain = reader.get(address)
        asked = f"{address}{'&' if '?' in address else '?'}{UNKNOWN}"
        assert as_received(editor.get(asked, headers=HEADERS)) == as_received(plain), name
        assert plain.status_code == 200, name
        assert (plain.cookies, plain.get("Vary")) in (({}, "Accept-Encoding"), ({}, None)), name
        assert {each: plain.get(each) for each in SAFE} == SAFE, name
        assert "default-src 'none'" in plain["Content-Security-Policy"], name


@pytest.mark.parametrize("suffix", ["x.css", ";x.js", "%2fx.png", "%00.css", "..%2fx.css"])
def test_no_cache_may_keep_a_page_of_the_desk_at_an_address_like_a_file(
    sign_in, reader, ada, suffix
):
    editor = sign_in(ada)
    for page in ("/admin/", "/admin/articles/article/", "/admin/jump/"):
        for address in (page, f"{page}{suffix}"):
            answer = editor.get(address, follow=True)
            assert 'aria-label="Desk"' in answer.content.decode()
            assert {"private", "no-store"} <= {*answer["Cache-Control"].split(", ")}, address
        assert reader.get(f"{page}{suffix}").status_code in (301, 302, 404)
