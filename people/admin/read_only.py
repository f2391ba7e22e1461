"""Rows that can only be viewed at the desk: the addresses of the record."""

from __future__ import annotations

from django.contrib import admin

from desk.links import LinkingAdmin
from history.admin import ReadOnly
from people.models import Address


class ReadOnlyAdmin(LinkingAdmin, ReadOnly):
    """Rows that can only be viewed, and that may link to others."""


@admin.register(Address)
class AddressAdmin(ReadOnlyAdmin):
    counted_as = ("address that redirects", "addresses that redirect")
    list_display = ("__str__", "kind", "entity", "leads_from")
    list_select_related = ("entity",)
    list_filter = ("kind",)
    search_fields = ("slug",)
