"""The record's pages. Each view finds the page of an address and shows what `people.pages` reads.

`stories` is handed in by the addresses of the site: the stories naming an entity, from the app above.
"""

from people.views.awards import award, awards, category, ceremony
from people.views.entities import company, person, production

__all__ = ["award", "awards", "category", "ceremony", "company", "person", "production"]
