"""Registers the admins of users and of the front page."""

from django.contrib import admin

from newsroom.accounts.admin import DeskUserAdmin
from newsroom.front_page.admin import FrontSlotAdmin
from newsroom.models import FrontSlot, User

admin.site.register(User, DeskUserAdmin)
admin.site.register(FrontSlot, FrontSlotAdmin)
