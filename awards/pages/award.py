"""The list of awards, and the page of one award. Two queries each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from awards.models import Award, Category, Ceremony, Contest
from awards.wording import without_superlative
from people.pages.facts import Fact, Link, link
from press.recording import made_from, made_from_day


@dataclass(frozen=True)
class AwardLine:
    """An award on the list of awards."""

    award: Award
    ceremonies: int
    categories: int
    latest: Ceremony | None


@dataclass(frozen=True)
class CeremonyLine:
    ceremony: Ceremony
    contests: int


@dataclass(frozen=True)
class CategoryLine:
    category: Category

    @property
    def name(self) -> str:
        return without_superlative(self.category.label)


@dataclass(frozen=True)
class AwardPage:
    award: Award
    form: tuple[Fact, ...]
    ceremonies: tuple[CeremonyLine, ...]
    groups: tuple[tuple[str, tuple[CategoryLine, ...]], ...]

    @property
    def span(self) -> str:
        """ "2011 to 2024"."""
        if not self.ceremonies:
            return ""
        first, last = (
            self.ceremonies[-1].ceremony.year_label,
            self.ceremonies[0].ceremony.year_label,
        )
        return first if first == last else f"{first} to {last}"


def load_award_list(*, at: datetime) -> tuple[AwardLine, ...]:
    """Return every public award by name, with the last ceremony held. Two queries."""
    made_from("record", "awards")
    made_from_day()
    ceremonies = Ceremony.objects.public(at).filter(award=OuterRef("pk")).order_by()
    categories = Category.objects.public(at).filter(award=OuterRef("pk")).order_by()
    held = ceremonies.filter(held_on__lte=_today(at)).exclude(held_on="")
    awards = list(
        Award.objects.public(at)
        .select_related("body", "picture")
        .annotate(
            ceremony_count=_count(ceremonies),
            category_count=_count(categories),
            latest_key=Subquery(held.order_by("-held_on", "-pk").values("pk")[:1]),
        )
        .order_by("sort_key", "pk")
    )
    latest = Ceremony.objects.in_bulk([a.latest_key for a in awards if a.latest_key])
    for award in awards:
        if ceremony := latest.get(award.latest_key):
            ceremony.award = award  # saves a query for its address
    return tuple(
        AwardLine(award, award.ceremony_count, award.category_count, latest.get(award.latest_key))
        for award in awards
    )


def load_award_page(award: Award, *, at: datetime) -> AwardPage:
    """Return an award's ceremonies, newest first, and its categories by heading. Two queries."""
    contests = Contest.objects.public(at).filter(ceremony=OuterRef("pk")).order_by()
    ceremonies = list(
        Ceremony.objects.public(at)
        .filter(award=award)
        .annotate(contest_count=_count(contests, by="ceremony"))
        .order_by("-held_on", "-year_label", "-pk")
    )
    if any(row.held_on and row.held_on.iso > _today(at) for row in ceremonies):
        made_from_day()
    categories = list(
        Category.objects.public(at).filter(award=award).order_by("position", "sort_key", "pk")
    )
    for ceremony in ceremonies:
        ceremony.award = award  # saves a query for its address
    for category in categories:
        category.award = award
    groups: dict[str, list[CategoryLine]] = defaultdict(list)
    for category in categories:
        groups[category.group].append(CategoryLine(category))
    return AwardPage(
        award=award,
        form=_form(award, ceremonies, len(categories), at=at),
        ceremonies=tuple(CeremonyLine(row, row.contest_count) for row in ceremonies),
        groups=tuple((name, tuple(lines)) for name, lines in groups.items()),
    )


def _form(
    award: Award, ceremonies: Sequence[Ceremony], categories: int, *, at: datetime
) -> tuple[Fact, ...]:
    form = []
    if award.body and award.body.is_public(at):
        form.append(Fact("Presented by", (link(award.body),)))
    if latest := next((c for c in ceremonies if c.held_on and c.held_on.iso <= _today(at)), None):
        form.append(Fact("Latest in the record", (link(latest),)))
    form.append(Fact("Ceremonies in the record", text=str(len(ceremonies))))
    if categories:
        form.append(Fact("Categories", (Link(str(categories), "#categories"),)))
    return tuple(form)


def _count(rows: QuerySet, *, by: str = "award") -> Coalesce:
    return Coalesce(Subquery(rows.values(by).annotate(n=Count("pk")).values("n")), 0)


def _today(at: datetime) -> str:
    """Today as text that compares with partial dates: "2020" is before "2020-09-20"."""
    return timezone.localtime(at).date().isoformat()
