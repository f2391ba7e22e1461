"""The roles of credits in the order pages print them, and which company is printed after a title."""

from django.db import models


class Role(models.TextChoices):
    ACTOR = "actor"
    VOICE = "voice", "voice"
    SELF = "self", "as themselves"
    CREATOR = "creator"
    DIRECTOR = "director"
    WRITER = "writer"
    AUTHOR = "author"
    EXECUTIVE_PRODUCER = "executive producer"
    CO_EXECUTIVE_PRODUCER = "co-executive producer"
    SUPERVISING_PRODUCER = "supervising producer"
    PRODUCER = "producer"
    COMPOSER = "composer"
    CINEMATOGRAPHER = "cinematographer"
    NETWORK = "network"
    STREAMER = "streamer"
    STUDIO = "studio"
    PRODUCTION_COMPANY = "production company"
    DISTRIBUTOR = "distributor"
    PUBLISHER = "publisher"


CAST = (Role.ACTOR, Role.VOICE, Role.SELF)
CREW = (
    Role.CREATOR,
    Role.DIRECTOR,
    Role.WRITER,
    Role.AUTHOR,
    Role.EXECUTIVE_PRODUCER,
    Role.CO_EXECUTIVE_PRODUCER,
    Role.SUPERVISING_PRODUCER,
    Role.PRODUCER,
    Role.COMPOSER,
    Role.CINEMATOGRAPHER,
)
COMPANIES = (
    Role.NETWORK,
    Role.STREAMER,
    Role.DISTRIBUTOR,
    Role.STUDIO,
    Role.PRODUCTION_COMPANY,
    Role.PUBLISHER,
)

ORDER = {role: place for place, role in enumerate((*CAST, *CREW, *COMPANIES))}

# The company printed after a title, as trade papers do: where it is shown, or else who releases it,
# or else who made it.
ROLES_AFTER_TITLE = (Role.NETWORK, Role.STREAMER, Role.DISTRIBUTOR, Role.STUDIO, Role.PUBLISHER)


def company_order() -> models.Case:
    """Order company credits so that the company printed after the title comes first."""
    return models.Case(
        *(models.When(role=role, then=place) for place, role in enumerate(ROLES_AFTER_TITLE)),
        default=len(ROLES_AFTER_TITLE),
    )
