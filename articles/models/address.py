"""Every slug that a tag, author, section or curated list ever had. None is given to another."""

from django.db import models


class Address(models.Model):
    class Kind(models.TextChoices):
        TAG = "tag"
        AUTHOR = "author"
        SECTION = "section"
        CURATED_LIST = "curated_list"

    kind = models.CharField(max_length=20, choices=Kind)
    slug = models.SlugField(max_length=120)
    public_id = models.CharField(max_length=64, help_text="Of the row that answers there now.")

    class Meta:
        verbose_name_plural = "addresses"
        constraints = (
            models.UniqueConstraint(name="articles_address_given_once", fields=("kind", "slug")),
        )

    def __str__(self) -> str:
        return f"{self.kind}/{self.slug}"
