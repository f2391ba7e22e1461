"""The entities that a published story names. `mentions.derive` finds them in the text."""

from django.db import models

from people.models import Entity


class Mention(models.Model):
    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="mentions")
    entity = models.ForeignKey(Entity, models.PROTECT, related_name="+")
    position = models.PositiveIntegerField(help_text="Its place in the order of first mentions.")
    first_offset = models.PositiveIntegerField(
        help_text="Characters of plain text before the first mention."
    )

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(name="articles_mention_once", fields=("article", "entity")),
        )

    def __str__(self) -> str:
        return f"{self.entity} in {self.article}"
