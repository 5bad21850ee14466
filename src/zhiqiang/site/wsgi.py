"""The WSGI application that `zhiqiang serve` runs."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhiqiang.site.settings")
application = get_wsgi_application()
