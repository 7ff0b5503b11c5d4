"""Start Django: whoever imports models imports this before."""

from __future__ import annotations

import django
from django.conf import settings

from gestand.records import django_settings

APP = "records"
"""Under what name Django knows our tables."""

if not settings.configured:
    told = {name: value for name, value in vars(django_settings).items() if name.isupper()}
    settings.configure(**told)
    django.setup()
