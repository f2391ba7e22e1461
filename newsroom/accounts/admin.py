"""The admin of users: their names, roles and invitations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters

from history.admin import HistoryAdmin
from history.recording import record
from newsroom import roles
from newsroom.accounts import log, mail, sessions
from newsroom.accounts.invitations import invite
from newsroom.models import User

LOGGED = ("username", "first_name", "last_name", "email", "is_staff", "is_active", "is_superuser")
NOT_SENT = (
    "The invitation couldn’t be sent: {reason} The account exists. Send the invitation again from this"
    " page once mail works, or set a password here and pass it on yourself."
)


class RoleFilter(admin.SimpleListFilter):
    title = "role"
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [(role.name, role.name) for role in roles.ROLES]

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        return queryset.filter(groups__name=self.value()) if self.value() else queryset


class NewUserForm(forms.ModelForm):
    """Name, email address and roles. New users choose their password by a link in their invitation."""

    class Meta:
        model = User
        fields = ("username", "first_name", "last_name", "email", "groups")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].required = True
        self.fields["email"].help_text = "They’ll get an email with a link to set their password."

    def clean_username(self) -> str:
        name: str = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=name).exists():
            raise forms.ValidationError("That user name is taken. Choose another.")
        return name

    def save(self, commit: bool = True) -> User:  # noqa: FBT001, FBT002
        user: User = super().save(commit=False)
        user.is_staff = True
        user.set_unusable_password()
        if commit:
            user.save()
            self.save_m2m()
        return user


class KnownUserForm(UserChangeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        password = self.fields.get("password")
        if password and not self.instance.has_usable_password():
            password.help_text = "They’ll set one with the link in their invitation. Set it here only if they can’t get email."


class DeskUserAdmin(HistoryAdmin, UserAdmin):
    """Users and their roles. Rights come from roles only.

    Users are never deleted: an account that isn't active can't sign in, and its stories keep its name.
    """

    list_display = ("name", "username", "roles", "is_active", "last_login")
    list_filter = (RoleFilter, "is_active")
    filter_horizontal = ()
    ordering = ("first_name", "last_name", "username")
    form = KnownUserForm
    add_form = NewUserForm

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("groups")

    @method_decorator(sensitive_post_parameters())
    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Add a user outside Django's transaction: mailing inside it would hold SQLite's write lock."""
        return self._add_view(request, *args, **kwargs)

    @admin.display(description="name", ordering="first_name")
    def name(self, user: User) -> str:
        return user.display_name

    @admin.display(description="roles", empty_value="none yet")
    def roles(self, user: User) -> str | None:
        held = sorted(group.name for group in user.groups.all())
        return ", ".join([*(["Superuser"] if user.is_superuser else []), *held]) or None

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        if obj is None:
            return (
                (None, {"fields": ("username", ("first_name", "last_name"), "email")}),
                ("What they may do", {"fields": ("groups",)}),
            )
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
            field.label, field.help_text = "Roles", "A user may have several roles, or none."
            return field
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_form(self, request: HttpRequest, obj: User | None = None, **kwargs: Any) -> Any:
        labels = {"is_staff": "Can use the desk", "is_active": "Can sign in"}
        texts = {
            "is_staff": "Without it, roles have no effect.",
            "is_active": "Unselect this instead of deleting someone who has written stories.",
        }
        kwargs |= {"labels": labels, "help_texts": texts}
        return super().get_form(request, obj, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Let only superusers change a superuser or their password."""
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    # Saving and logging ------------------------------------------------------------

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:  # noqa: FBT001
        form.values_before = _values(User.objects.get(pk=obj.pk)) if change else {}
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001
        """Save the roles, and log all changes. End the sessions of an account that was closed."""
        super().save_related(request, form, formsets, change)
        user = User.objects.get(pk=form.instance.pk)
        before, after = form.values_before, _values(user)
        has_new_roles = before and before["roles"] != after["roles"]
        verb = "roles changed" if has_new_roles else "changed" if change else "added"
        if not change:
            after = {name: value for name, value in after.items() if value}
        record(verb, by=request.user, touched=[user], before=before, after=after)
        if not (user.is_active and user.is_staff):
            sessions.end(user)

    def response_add(self, request: HttpRequest, obj: User, post_url_continue: Any = None) -> Any:
        """Send the invitation after everything is saved, since a mail can't be rolled back."""
        if self._invite(request, obj):
            messages.success(
                request, f"We emailed an invitation to {obj.display_name} at {obj.email}."
            )
        return redirect("admin:newsroom_user_change", obj.pk)

    def invitation_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Send the invitation again to a user who hasn't signed in yet."""
        user = self.get_object(request, object_id)
        if user is None:
            raise Http404
        if request.method != "POST" or not self.has_change_permission(request, user):
            raise PermissionDenied
        if not may_be_invited(user):
            messages.warning(
                request,
                f"{user} doesn’t need an invitation: they have already signed in, or their account is closed.",
            )
        elif self._invite(request, user):
            messages.success(request, f"The invitation was sent again to {user.email}.")
        return redirect("admin:newsroom_user_change", user.pk)

    def _invite(self, request: HttpRequest, user: User) -> bool:
        try:
            invite(user, by=request.user)
        except mail.NotSent as error:
            reason = str(error).strip().rstrip(".")[:200]
            messages.error(request, NOT_SENT.format(reason=f"{reason}."))
            return False
        return True

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> Any:
        """Set or remove a user's password. It is logged, and their sessions end."""
        before = User.objects.filter(pk=id).values_list("password", flat=True).first()
        response = super().user_change_password(request, id, form_url)
        user = User.objects.filter(pk=id).first()
        if user and user.password != before:
            verb = "password set" if user.has_usable_password() else "password removed"
            log.write(verb, user, by=request.user, **log.origin_of(request))
            here = request.session.session_key if user.pk == request.user.pk else None
            sessions.end(user, except_key=here)
        return response

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.invitation_view)
        return [
            path("<path:object_id>/invitation/", view, name="newsroom_user_invitation"),
            *super().get_urls(),
        ]

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> Any:
        user = self.get_object(request, object_id)
        extra = {"may_be_invited": user and may_be_invited(user)}
        kwargs["extra_context"] = {**(kwargs.get("extra_context") or {}), **extra}
        return super().change_view(request, object_id, *args, **kwargs)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        log = f"{reverse('admin:history_change_changelist')}?kind=user"
        return super().changelist_view(request, {**(extra_context or {}), "sign_ins": log})


def may_be_invited(user: User) -> bool:
    """Return whether the user may sign in and never has."""
    return bool(user.last_login is None and user.email and user.is_active and user.is_staff)


def _values(user: User) -> dict[str, Any]:
    values = {name: getattr(user, name) for name in LOGGED}
    return values | {"roles": sorted(group.name for group in user.groups.all())}
