"""The site as a WSGI application. newsroom/asgi.py wraps it; any WSGI server could serve it too."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

from newsroom import static_files

application = static_files.in_front_of(get_wsgi_application())
