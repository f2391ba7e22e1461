"""Each ceremony has the moments from which its nominations and its wins count.

It can run again, for rows that older code wrote in the meantime.
"""

import re
from zoneinfo import ZoneInfo

from django.db import migrations

from people.partial_dates import PartialDate

YEAR = re.compile(r"[12][0-9]{3}")


def fill(apps, schema_editor):
    rows = apps.get_model("people", "Ceremony").objects
    for row in rows.all():
        zone, label = ZoneInfo(row.time_zone), row.year_label[:4]
        period = row.held_on or (PartialDate(label) if YEAR.fullmatch(label) else None)
        announced_on = row.nominations_announced_on
        rows.filter(pk=row.pk).update(
            stored_nominations_counted_from=row.nominations_announced_at
            or (announced_on.end(zone) if announced_on else None),
            stored_wins_counted_from=row.held_at or (period.end(zone) if period else None),
        )


class Migration(migrations.Migration):
    dependencies = [("people", "0008_moments_of_ceremonies")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
