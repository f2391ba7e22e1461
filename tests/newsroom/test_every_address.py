"""Every page of the sample, as it is sent: no link of it is dead, and it is valid HTML."""

import re

from tests.pages import PAGES
from tests.validity import complaints


def test_no_link_of_the_sample_leads_nowhere(reader, sample):
    seen, queue = {}, ["/"]
    while queue:
        address = queue.pop()
        if address in seen:
            continue
        answer = reader.get(address)
        seen[address] = answer.status_code
        if answer["Content-Type"].startswith("text/html"):
            links = re.findall(r'(?:href|action)="(/[^"#]*)', answer.content.decode())
            queue += [link for link in links if not link.startswith(("/static/", "/pictures/"))]
    broken = {address: status for address, status in seen.items() if status != 200}
    assert broken == {}
    assert len(seen) > 500


def test_every_page_is_html(reader, sample):
    pages = {name: reader.get(address).content for name, address in PAGES.items()}
    assert complaints(pages) == []
