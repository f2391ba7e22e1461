"""Which entities a name typed on a ceremony's board most likely means, best first.

An exact name comes first. Then come entities that share a credit with one on the nomination, the kind
that the category goes to, and releases of the right time and form, or people with the right job.
"Bad Education" beside Hugh Jackman at the 2020 Emmys is the television movie of 2019.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from awards.models import Ceremony, Contest, Nomination, Nominee
from people.models import Credit, Entity, Kind, Production, Release
from people.models.entity import nearness
from people.models.production import WRITTEN_TYPES, first_released_on
from people.roles import CAST, Role

Type = Production.Type
RUNNING = (Type.SERIES, Type.SPECIAL)  # nominated in later years too

# What contest names call each form of production. A match is cut out of the name, so that "limited
# series" doesn't also match "series".
FORMS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"(?:limited|mini|anthology)[ -]?series|miniseries", (Type.LIMITED_SERIES,)),
    (r"(?:television|tv)[ -]movies?|made for television|telefilm", (Type.TELEVISION_MOVIE,)),
    (r"short (?:films?|subjects?)|shorts?\b", (Type.SHORT,)),
    (r"(?:motion )?pictures?\b(?! editing)|films?\b|features?\b", (Type.FILM,)),
    (r"specials?\b(?! (?:visual|effects|class))", (Type.SPECIAL,)),
    (r"(?:series|program|programming|sitcom)\b", (Type.SERIES,)),
    (r"movies?\b", (Type.TELEVISION_MOVIE, Type.FILM)),
    (r"plays?\b|musicals?\b|revivals?\b|theatre", (Type.STAGE,)),
)
# Each job: what contest names call it, its roles in credits, and a word of people's occupations.
JOBS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    (r"act(?:or|ress|ing)\b|performance|supporting|leading", CAST, "act"),
    (r"voice", (Role.VOICE,), "act"),
    (r"direct(?:or|ing)\b", (Role.DIRECTOR,), "director"),
    (r"writ(?:er|ing)\b|screenplay|script", (Role.WRITER, Role.CREATOR), "writer"),
    (r"cinematograph", (Role.CINEMATOGRAPHER,), "cinematographer"),
    (r"compos|score\b|theme music", (Role.COMPOSER,), "composer"),
)


@dataclass(frozen=True)
class Place:
    """Where a name is being typed: the ceremony, the contest, and the nomination if it isn't new."""

    ceremony: Ceremony
    contest: Contest | None = None
    nomination: Nomination | None = None

    @property
    def titles_first(self) -> bool:
        return self.contest is not None and self.contest.category.names_title_first

    @cached_property
    def words(self) -> str:
        return f"{self.contest.name} / {self.contest.category.name}".lower() if self.contest else ""

    def rank(self, rows: QuerySet[Entity], text: str) -> QuerySet[Entity]:
        """Return the entities, likeliest first, with `kind_distance`: 0 for the kind that is nominated.

        `text` is folded. One query if the contest's name has no form in it, else none.
        """
        return (
            rows.annotate(
                far=nearness(text),
                kind_distance=self._kind_distance(),
                is_beside=Case(When(self._beside(), then=Value(0)), default=Value(1)),
                suits=Case(When(self._suiting(), then=Value(0)), default=Value(1)),
                timely=self._timely(),
                first_on=first_released_on(),
            )
            .annotate(exact=Case(When(far=0, then=Value(0)), default=Value(1)))
            .order_by(
                "exact",
                "is_beside",
                "far",
                "kind_distance",
                F("suits") + F("timely"),
                "suits",
                "sort_key",
                "disambiguation",
                "pk",
            )
        )

    def _kind_distance(self) -> Case:
        titles, people = (0, 1) if self.titles_first else (1, 0)
        return Case(
            When(as_production__type__in=WRITTEN_TYPES, then=Value(3)),
            When(kind=Kind.PRODUCTION, then=Value(titles)),
            When(kind=Kind.PERSON, then=Value(people)),
            default=Value(2),
        )

    def _beside(self) -> Q:
        """Match people credited on the nomination's production, and productions of its nominees."""
        if self.nomination is None:
            return Q(pk__in=())
        named = Nominee.objects.filter(nomination=self.nomination, party__isnull=False)
        theirs = Credit.objects.filter(party__in=named.values("party"))
        on_it = Credit.objects.filter(production=self.nomination.production_id)
        return Q(pk__in=theirs.values("production")) | Q(pk__in=on_it.values("party"))

    def _suiting(self) -> Q:
        """Match productions of the form, and people with the job, in the contest's name."""
        jobs = [job for job in JOBS if re.search(job[0], self.words)]
        credits = Credit.objects.filter(
            party=OuterRef("pk"), role__in=[role for _, roles, _ in jobs for role in roles]
        )
        suiting = Q(as_production__type__in=self._forms()) | Q(Exists(credits))
        for _, _, occupation in jobs:
            suiting |= Q(as_person__occupations__icontains=occupation)
        return suiting

    def _forms(self) -> list[str]:
        """Return the forms in the contest's name, else every form nominated for the award so far."""
        words = self.words
        named: list[str] = []
        for pattern, forms in FORMS:
            words, found = re.subn(rf"\b(?:{pattern})", " ", words)
            named += forms if found else ()
        if Type.FILM in named and Type.LIMITED_SERIES in named:
            named.remove(Type.FILM)  # "Limited Series or Movie" means a television movie
        if named:
            return named
        so_far = Nomination.objects.filter(contest__ceremony__award=self.ceremony.award_id)
        return list(
            so_far.exclude(production=None)
            .order_by()
            .values_list("production__type", flat=True)
            .distinct()
        )

    def _timely(self) -> Case:
        """Rank how well the years agree, 0 being best.

        0 for a release in the ceremony's year or the year before, and for people credited on one; 1
        for a series, which runs on; 2 for the rest; 3 for what was first released later.
        """
        period = self.ceremony.period
        if period is None:
            return Case(default=Value(0))
        last = timezone.localtime(period.end(self.ceremony.zone), self.ceremony.zone).date()
        first, until = str(period.year - 1), last.isoformat()
        out = Release.objects.filter(production=OuterRef("pk")).exclude(date="")
        then = Release.objects.filter(date__gte=first, date__lte=until)
        credited = Credit.objects.filter(
            Exists(then.filter(production=OuterRef("production"))), party=OuterRef("pk")
        )
        return Case(
            When(Exists(then.filter(production=OuterRef("pk"))), then=Value(0)),
            When(Exists(credited), then=Value(0)),
            When(Exists(out) & ~Exists(out.filter(date__lte=until)), then=Value(3)),
            When(as_production__type__in=RUNNING, then=Value(1)),
            default=Value(2),
        )
