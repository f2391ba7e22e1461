"""Whatever somebody sends to the desk or asks of a page, the answer is a page and not a fault.

At the desk one page of each kind that a link leads to is opened; every form on it is sent with each
of its fields filled with what nobody expected (in `make test-all` also with one such text in all
fields), and its address is asked for the same.
"""

import itertools
import time
from urllib.parse import urlencode, urlsplit

import pytest
from django.db import transaction
from django.urls import resolve
from lxml import html

from tests.newsroom.whole_desk import furnish
from tests.pages import PAGES

pytestmark = pytest.mark.both_databases

ODD = (
    "²",  # a digit to str.isdigit() and no number to int()
    "9" * 40,  # larger than a database's numbers
    "wörd " * 80,
    "a\x00b",
    "'\"<b>]]>{{ x }}%s% \u202eשלום \U0001f3ac\ufffd",
    "2020-02-31",
    "2020-03-01T02:30:61+99:99",
)
MARKUP = b"<b>]]>"  # from the list above; a page must never print it unescaped
ASKED = ("q", "p", "before", "open", "on", "at", "into", "next", "key", "like", "copy")


def pages(desk):
    """One address of each kind of page that a link leads to, with its document."""
    seen, queue, found = set(), ["/admin/"], {}
    for address in queue:
        place = resolve(urlsplit(address).path)
        kind = (place.view_name, place.kwargs.get("name"))
        if kind in seen:
            continue
        seen.add(kind)
        answer = desk.get(address)
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            continue
        page = html.fromstring(answer.content.decode())
        page.make_links_absolute(f"http://testserver{address}")
        found[address] = page
        links = [urlsplit(link) for link in page.xpath("//a/@href")]
        queue += [
            where._replace(scheme="", netloc="", fragment="").geturl()
            for where in links
            if where.netloc == "testserver" and where.path.startswith("/admin/")
        ]
    return found


def forms(page, address):
    """Where each form of a page leads, what counts its rows, and the names of its other fields."""
    for form in page.forms:
        target = form.action or address
        if form.method == "POST" and "/logout/" not in target:
            counts = {name: form.fields[name] for name in form.fields if name.endswith("_FORMS")}
            yield target, counts, form.fields.keys() - counts.keys() - {"csrfmiddlewaretoken"}


def is_a_fault(answer):
    return answer.status_code == 500 or (
        MARKUP in answer.content and answer["Content-Type"].startswith("text/html")
    )


@pytest.fixture
def desk(sign_in, ada):
    furnish(ada)
    desk = sign_in(ada)
    desk.raise_request_exception = False
    return desk


def test_no_form_and_no_address_of_the_desk_fails_whatever_is_sent(desk, everything):
    faults, opened, deal = [], pages(desk), itertools.cycle(ODD)
    for address, page in opened.items():
        asked = f"{urlsplit(address).path}?{urlencode({each: next(deal) for each in ASKED})}"
        if is_a_fault(desk.get(asked)):
            faults.append(asked)
        for target, counts, fields in forms(page, address):
            tries = [{each: next(deal) for each in sorted(fields)}]
            if everything:
                tries.append(dict.fromkeys(fields, next(deal)))
            for sent in tries:
                with transaction.atomic():
                    if is_a_fault(desk.post(target, counts | sent)):
                        faults.append((target, sent))
                    transaction.set_rollback(True)
    assert faults == []
    assert len(opened) > 100


def test_no_page_fails_whatever_is_asked(reader, sample, everything):
    deal = itertools.cycle(ODD)
    asked = dict.fromkeys(PAGES.values(), ())
    asked |= {"/search/": ("type", "order", "page"), "/search/suggest/": ()}
    for address, names in asked.items():
        searches = address.startswith("/search/")
        for odd in ODD if everything or searches else (next(deal), next(deal), next(deal)):
            query = urlencode(dict.fromkeys(("q", "before", *names), odd))
            answer = reader.get(f"{address}?{query}")
            assert answer.status_code in (200, 404), (address, odd)
            assert not is_a_fault(answer), (address, odd)


LONG = {
    "a word": "x" * 100_000,
    "words": " ".join(f"word{number}" for number in range(12_000)),
    "accents": "a" + "\u0301" * 50_000,
    "signs": "<" * 50_000 + "&;" * 25_000,
    "quotation marks": '"a' * 50_000,
    "apostrophes": "a\u2019" * 50_000,
}


@pytest.mark.parametrize("kind", LONG)
def test_a_search_of_any_length_is_fast(reader, sample, kind):
    for address in ("/search/", "/search/suggest/"):
        began = time.process_time()
        assert reader.get(address, {"q": LONG[kind]}).status_code == 200
        assert time.process_time() - began < 1, address  # a tenth of it where nothing else runs
