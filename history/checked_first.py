"""When a form of the desk takes the write lock: once it was checked, and not before.

Django's admin opens a transaction around all of a form's view. On SQLite that is the one write lock
(docs/decisions/0002), held while the form is read, checked and, where it is refused, drawn again.
"""

from __future__ import annotations

from contextlib import ExitStack
from functools import wraps
from typing import Any

from django.contrib import admin
from django.db import IntegrityError, models, router, transaction
from django.http import HttpRequest


class CheckedFirst(admin.ModelAdmin):
    """An admin whose transaction begins with what is saved or deleted, and ends with the answer.

    Between the check of a form and the lock somebody else may be faster. So `save_model` asks again,
    under the lock, whatever another person's change can make wrong: a verb does, by a version, a
    revision or a row lock. See docs/decisions/0018.
    """

    saves_in_a_transaction = True
    """False where `save_model` opens its own, because it has something to do before."""

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
        """Where somebody has just put the row to use, the page says what uses it.

        PostgreSQL says so at the end of the transaction.
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
        """Return the method with the transaction begun before, in a view that may begin one."""

        @wraps(save)
        def begin_and_save(request: Any, *args: Any, **kwargs: Any) -> Any:
            transactions = getattr(request, "transactions", None)
            if transactions is not None:
                transactions.enter_context(transaction.atomic(router.db_for_write(self.model)))
            return save(request, *args, **kwargs)

        return begin_and_save


def _may_begin(request: Any) -> ExitStack:
    """Return what ends the transaction, if one is begun: with a commit, or taken back by an error."""
    request.transactions = ExitStack()
    return request.transactions
