"""A form of the desk takes the write lock only after it has been checked.

Django's admin opens a transaction around all of a form's view. On SQLite that is the one write lock
(docs/decisions/0002), held while the form is read, checked and, if it is refused, rendered again.
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

    Somebody else may save between the check of a form and the lock. So `save_model` checks again under
    the lock whatever that could make wrong: verbs do, by a version, a revision or a row lock. See
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
        """Delete the row; if somebody has just put it to use, show the page that says what uses it.

        PostgreSQL raises the IntegrityError only at the end of the transaction.
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
        """Return `save`, made to begin the transaction first in a view that may begin one."""

        @wraps(save)
        def begin_and_save(request: Any, *args: Any, **kwargs: Any) -> Any:
            transactions = getattr(request, "transactions", None)
            if transactions is not None:
                transactions.enter_context(transaction.atomic(router.db_for_write(self.model)))
            return save(request, *args, **kwargs)

        return begin_and_save


def _may_begin(request: Any) -> ExitStack:
    """Return the stack that ends the transaction, if one begins: commits it, or rolls it back on an error."""
    request.transactions = ExitStack()
    return request.transactions
