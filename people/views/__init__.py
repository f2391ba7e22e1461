"""The pages of people, productions and companies. Each view finds an entity and renders its page.

`newsroom/urls.py` hands in `stories` and `awards`, functions of the apps above: they load the stories
naming an entity, and what it won.
"""

from people.views.entities import company, person, production

__all__ = ["company", "person", "production"]
