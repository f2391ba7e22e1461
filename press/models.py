"""The log of changes that pages are dropped by. Only triggers write it; nobody at the desk sees it."""

from django.db import models
from django.db.models.functions import Now


class RowChange(models.Model):
    """Something that pages may be made from has changed.

    Rows are deleted once no process can be behind them (`changes.forget`).
    """

    identity = models.CharField(max_length=80)  # as in press.recording
    at = models.DateTimeField(db_default=Now(), db_index=True)
    # PostgreSQL's number of the transaction: keys don't come in the order of commits there.
    transaction = models.BigIntegerField(null=True, db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.identity
