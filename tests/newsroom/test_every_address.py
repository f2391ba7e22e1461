"""Every page of the sample, as it is sent: no link of it is dead, and it is valid HTML."""

import re
from collections import Counter

from django.urls import resolve

from tests.pages import PAGES
from tests.validity import complaints

ENOUGH = 10  # addresses of one kind, unless everything is looked at


def test_no_link_of_the_sample_leads_nowhere(reader, sample, everything):
    seen, kinds, queue = {}, Counter(), ["/"]
    for address in queue:
        if address in seen:
            continue
        kind = resolve(address.partition("?")[0]).view_name
        kinds[kind] += 1
        if kinds[kind] > ENOUGH and not everything:
            continue
        answer = reader.get(address)
        seen[address] = answer.status_code
        if answer["Content-Type"].startswith("text/html"):
            links = re.findall(r'(?:href|action)="(/[^"#]*)', answer.content.decode())
            queue += [link for link in links if not link.startswith(("/static/", "/pictures/"))]
    broken = {address: status for address, status in seen.items() if status != 200}
    assert broken == {}
    assert len(kinds) > 15
    assert len(seen) > (500 if everything else 70)


def test_every_page_is_html(reader, sample):
    pages = {name: reader.get(address).content for name, address in PAGES.items()}
    assert complaints(pages) == []
