"""Django's SQLite backend on the SQLite of the pysqlite3 wheel, where there is a wheel.

Django builds its cursor class on the driver while it is imported, so the driver is swapped for
exactly that import and put back after it: `import sqlite3` elsewhere still gives the standard
library's.
"""

import sys

NAMES = ("sqlite3", "sqlite3.dbapi2")

try:
    import pysqlite3.dbapi2
except ImportError:
    pass  # no wheel for this machine: the standard library's; newsroom.W001 speaks if it is old
else:
    if "django.db.backends.sqlite3.base" in sys.modules:
        raise ImportError("django.db.backends.sqlite3 was imported before newsroom.sqlite")
    standard = {name: sys.modules.pop(name) for name in NAMES if name in sys.modules}
    sys.modules.update(zip(NAMES, (pysqlite3, pysqlite3.dbapi2), strict=True))
    try:
        import django.db.backends.sqlite3.base  # noqa: F401 - imported for its driver
    finally:
        for name in NAMES:
            del sys.modules[name]
        sys.modules.update(standard)

from django.db.backends.sqlite3.base import DatabaseWrapper

__all__ = ["DatabaseWrapper"]
