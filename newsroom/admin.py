"""Who signs in, and what is pinned to the front page, at the desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters

from history.checked_first import CheckedFirst
from newsroom import roles
from newsroom.front_admin import FrontSlotAdmin
from newsroom.models import FrontSlot, User


class RoleFilter(admin.SimpleListFilter):
    title = "role"
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [(role.name, role.name) for role in roles.ROLES]

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        return queryset.filter(groups__name=self.value()) if self.value() else queryset


@admin.register(User)
class DeskUserAdmin(CheckedFirst, UserAdmin):
    """Gives people their roles. Rights come from roles only, and nobody is deleted: an account that
    is not active can't sign in, and what it wrote keeps its name.
    """

    list_display = ("name", "username", "roles", "is_active", "last_login")
    list_filter = (RoleFilter, "is_active")
    filter_horizontal = ()
    ordering = ("first_name", "last_name", "username")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("groups")

    @method_decorator(sensitive_post_parameters())
    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Without the transaction around it: hashing a password takes a tenth of a second."""
        return self._add_view(request, *args, **kwargs)

    @admin.display(description="name", ordering="first_name")
    def name(self, user: User) -> str:
        return user.get_full_name() or user.username

    @admin.display(description="roles", empty_value="none yet")
    def roles(self, user: User) -> str | None:
        held = sorted(group.name for group in user.groups.all())
        return ", ".join([*(["Superuser"] if user.is_superuser else []), *held]) or None

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        if obj is None:
            return self.add_fieldsets
        above = ("is_superuser",) if request.user.is_superuser else ()
        return (
            (None, {"fields": ("username", ("first_name", "last_name"), "email", "password")}),
            ("What they may do", {"fields": ("groups", "is_staff", "is_active", *above)}),
        )

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "groups":
            named = [role.name for role in roles.ROLES]
            kwargs["queryset"] = Group.objects.filter(name__in=named).order_by("pk")
            kwargs["widget"] = forms.CheckboxSelectMultiple
            field = db_field.formfield(**kwargs)
            field.label, field.help_text = "Roles", "They may have several, or none."
            return field
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_form(self, request: HttpRequest, obj: User | None = None, **kwargs: Any) -> Any:
        labels = {"is_staff": "May come to the desk", "is_active": "May sign in"}
        texts = {
            "is_staff": "Without it, no role is of use.",
            "is_active": "Take this away instead of deleting somebody who wrote here.",
        }
        kwargs |= {"labels": labels, "help_texts": texts}
        return super().get_form(request, obj, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """A superuser is above the roles: only another one changes them, or their password."""
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:  # noqa: FBT001
        if not change:
            obj.is_staff = True
        super().save_model(request, obj, form, change)


admin.site.register(FrontSlot, FrontSlotAdmin)
