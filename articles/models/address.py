"""Every slug that a tag, author, section or curated list ever had."""

from django.db import models

from verbs import addresses


class Address(addresses.Address):
    """An address of a row that is named by its public id: four models share this table.

    The address outlives its row: a slug that a deleted tag had is given to no other tag.
    """

    row_column = row_key = "public_id"

    class Kind(models.TextChoices):
        TAG = "tag"
        AUTHOR = "author"
        SECTION = "section"
        CURATED_LIST = "curated_list"

    kind = models.CharField(max_length=20, choices=Kind)
    public_id = models.CharField(
        max_length=64, help_text="The public id of the row now at this address."
    )

    class Meta(addresses.Address.Meta):
        constraints = (
            models.UniqueConstraint(name="articles_address_given_once", fields=("kind", "slug")),
        )

    def __str__(self) -> str:
        return f"{self.kind}/{self.slug}"

    @property
    def holder(self) -> str:
        return f"another {self.kind.replace('_', ' ')}"
