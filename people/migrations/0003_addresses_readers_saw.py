"""An address says from when it leads readers: those that none ever saw tell them nothing."""

from django.db import migrations, models


def lead_where_they_may_have_led(apps, schema_editor):
    """Which slugs readers saw was not kept, and old links must go on: all that may have been."""
    Entity = apps.get_model("people", "Entity")
    Address = apps.get_model("people", "Address")
    published = Entity.objects.filter(pk=models.OuterRef("entity")).values("published_at")
    Address.objects.update(leads_from=models.Subquery(published))


class Migration(migrations.Migration):
    dependencies = [("people", "0002_permissions")]

    operations = [
        migrations.AddField(
            "address",
            "leads_from",
            models.DateTimeField(
                editable=False, help_text="When readers first saw a page there.", null=True
            ),
        ),
        migrations.RunPython(lead_where_they_may_have_led, migrations.RunPython.noop),
    ]
