"""Makes the desk's forms take the write lock only after they were checked.

Django's admin wraps a form's whole view in a transaction. On SQLite a transaction holds the only write
lock (docs/decisions/0002), here while the form is read, checked and, if it is refused, rendered again.
"""

from __future__ import annotations

from contextlib import ExitStack
from functools import wraps
from typing import Any

from django.contrib import admin
from django.db import IntegrityError, models, router, transaction
from django.http import HttpRequest


class CheckedFirst(admin.ModelAdmin):
    """An admin that begins its transaction when it saves or deletes, and ends it with the response.

    Somebody else may save between the check and the lock. So `save_model` repeats under the lock every
    check that this could invalidate, as verbs do by a version, a revision or a row lock. See
    docs/decisions/0018.
    """

    saves_in_a_transaction = True
    """False if `save_model` opens its own, because it has something to do first."""

    def __init__(self, model: type[models.Model], admin_site: admin.AdminSite) -> None:
        super().__init__(model, admin_site)
        if self.saves_in_a_transaction:
            self.save_model = self._beginning_with(self.save_model)  # type: ignore[method-assign]
        self.log_deletions = self._beginning_with(self.log_deletions)  # type: ignore[method-assign]

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> Any:
        with _may_begin(request):
            return self._changeform_view(request, object_id, form_url, extra_context)  # type: ignore[attr-defined]

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """Delete the row. If another row has just begun to use it, show the page that lists what uses it.

        PostgreSQL raises that IntegrityError only at the end of the transaction, so the view runs twice.
        """
        for is_last in (False, True):
            try:
                with _may_begin(request):
                    return self._delete_view(request, object_id, extra_context)  # type: ignore[attr-defined]
            except IntegrityError:  # ProtectedError is one
                if is_last:
                    raise
        return None

    def _beginning_with(self, save: Any) -> Any:
        """Wrap `save` to begin the transaction first, if the view allows one."""

        @wraps(save)
        def begin_and_save(request: Any, *args: Any, **kwargs: Any) -> Any:
            transactions = getattr(request, "transactions", None)
            if transactions is not None:
                transactions.enter_context(transaction.atomic(router.db_for_write(self.model)))
            return save(request, *args, **kwargs)

        return begin_and_save


def _may_begin(request: Any) -> ExitStack:
    """Let the view begin a transaction. The stack returned commits it, or rolls it back on an error."""
    request.transactions = ExitStack()
    return request.transactions
