"""Rows that can only be read at the desk: the addresses that the record keeps."""

from __future__ import annotations

from django.contrib import admin

from desk.links import LinkingAdmin
from history.admin import ReadOnly
from people.models import Address


class ReadOnlyAdmin(LinkingAdmin, ReadOnly):
    """Rows that are only read, and that may point at others."""


@admin.register(Address)
class AddressAdmin(ReadOnlyAdmin):
    counted_as = ("address that redirects", "addresses that redirect")
    list_display = ("__str__", "kind", "entity", "leads_from")
    list_select_related = ("entity",)
    list_filter = ("kind",)
    search_fields = ("slug",)
