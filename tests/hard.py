"""A publication in which every name is hard: quotes, markup, an early end, a picture, right to left."""

from html import escape

from articles import addresses, publishing
from articles.models import Author, CuratedList, CuratedStory, Section, Tag
from people.models import Relation
from tests.articles.stories import published
from tests.people.pages import rows
from tests.world import picture

HARD = 'She said "no" <b> & </script><!-- 🎬 שלום'


def hard(words):
    return f"{words}: {HARD}"


def link(entity):
    return f'<a data-record="{entity.public_id}">{escape(entity.name)}</a>'


def saved(row):
    addresses.save(row, by=None)
    return row


def shown(row):
    row.picture = picture(f"Of {row.slug}", alt=hard("In front of a wall"))
    row.save()
    return row


def addresses_of_everything():
    """One of every kind of page that readers can open, as {kind: address}, all with hard names."""
    hbo = shown(rows.company(hard("Network"), slug="network", short_name="HBO"))
    emmys = shown(rows.award(hard("Award"), body=hbo, summary=hard("Given\u2028to many")))
    night = shown(rows.ceremony(emmys, 2020, name=hard("Night"), broadcaster=hbo))
    lead = shown(rows.category(emmys, hard("Lead"), slug="lead"))
    ann = shown(rows.person(hard("Ann"), slug="ann", born="1990-05", died="2020"))
    ann.names.create(name=hard("Anna"), kind="birth")
    night.hosts.add(ann)
    made = {
        kind: shown(rows.production(hard(kind), slug=kind.replace(" ", "-"), type=kind, year=2020))
        for kind in ("film", "limited series", "novel", "stage", "comic", "article", "other")
    }
    for production in made.values():
        rows.credit(production, ann, characters=[hard("Dominick"), "Thomas"], billing=1)
        for role in ("director", "writer", "author", "creator", "producer", "composer"):
            rows.credit(production, ann, role=role)
        for role in ("network", "studio", "publisher"):
            rows.credit(production, hbo, role=role)
    for production in made.values():
        if production != made["novel"]:
            Relation.objects.create(
                from_production=production, to_production=made["novel"], type="based on"
            )
    film = made["film"]
    rows.nomination(rows.contest(night, lead, hard("Best")), ann, production=film, won=True)
    rows.nomination(rows.contest(night, lead, hard("Next")), production=film, won=True)
    section = saved(Section(public_id="hard", name=hard("Section"), slug="hard"))
    author = saved(Author(name=hard("Author"), slug="author", biography=hard("Writes"), title="Ed"))
    author.picture = picture("Author", alt=hard("At a desk"))
    author.save()
    tag = saved(Tag(name=hard("Tag"), slug="tag", description=hard("Stories of")))
    story = published(
        headline=hard("Headline with a *Title*"),
        dek=hard("Dek"),
        body="".join(f"<p>Of {link(row)}.</p>" for row in (ann, hbo, film, emmys, night, lead)),
        section=section.public_id,
        bylines=((author.public_id, ""),),
        tags=(tag.public_id,),
        lead_picture=picture("Lead", alt=hard("A hand")).public_id,
    )
    publishing.correct(story, by=None, text=hard("It was *Hulu*"))
    unsigned = published(
        headline="Nobody wrote",
        section=section.public_id,
        bylines=((author.public_id, "reporting"),),
    )
    best = saved(CuratedList(name=hard("List"), slug="best", published_at=ann.published_at))
    CuratedStory.objects.create(curated_list=best, article=story, position=0)
    rowed = {"story": story, "story without a writer": unsigned, "person": ann, "company": hbo}
    rowed |= {"award": emmys, "ceremony": night, "category": lead, **made}
    rowed |= {"section": section, "tag": tag, "author": author, "list": best}
    addressed = {kind: row.get_absolute_url() for kind, row in rowed.items()}
    addressed |= {"front": "/", "awards": "/awards/", "corrections": "/corrections/"}
    return addressed
