"""The record's pages. Each view finds the page of an address and shows what `people.pages` reads.

`stories` and `awards` are handed in by the addresses of the site: the stories naming an entity, and what
it won, from the apps above.
"""

from people.views.entities import company, person, production

__all__ = ["company", "person", "production"]
