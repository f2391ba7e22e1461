"""Authors, who are not user accounts, and their bylines on stories."""

from django.db import models
from django.urls import reverse

from articles.models.sort_key import SortedByName
from people.sort_names import sort_name_of
from press.recording import RecordedModel
from verbs.public_ids import PublicIdField, PublicIdQuerySet


class Author(RecordedModel):
    recorded_as = "author"
    public_id = PublicIdField()
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=120, unique=True)
    sort_name = models.CharField(
        max_length=120,
        blank=True,
        default="",
        db_default="",
        help_text="The name in lists: “Bonham Carter, Helena”. Leave it empty to make it from the name.",
    )
    sort_key = SortedByName()
    title = models.CharField(max_length=120, blank=True, help_text="“Awards editor”.")
    biography = models.TextField(blank=True)
    picture = models.ForeignKey(
        "photos.Picture", models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = PublicIdQuerySet.as_manager()

    class Meta:
        ordering = ("sort_key", "name", "pk")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("author", args=[self.slug])

    def natural_key(self) -> tuple[str]:
        return (self.public_id,)

    @property
    def sort_label(self) -> str:
        """Return the name that lists sort by, the family name first."""
        return self.sort_name or sort_name_of(self.name, "person")


class Byline(models.Model):
    """An author of a story's published copy; `role` is empty for writers."""

    class Role(models.TextChoices):
        WRITER = "", "by"
        REPORTING = "reporting", "additional reporting by"
        PHOTOGRAPHY = "photography", "photographs by"
        ILLUSTRATION = "illustration", "illustrations by"

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="bylines")
    author = models.ForeignKey(Author, models.PROTECT, related_name="bylines")
    role = models.CharField(max_length=20, choices=Role, default=Role.WRITER, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(
                name="articles_byline_once_per_role", fields=("article", "author", "role")
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.author}"
