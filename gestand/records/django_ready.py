"""Start Django: whoever imports models imports this before."""

from __future__ import annotations

import django
from django.conf import settings

from gestand.records import django_settings
from gestand.settings import let_a_loop_wait

APP = "records"
"""Under what name Django knows our tables."""

let_a_loop_wait()
if not settings.configured:
    told = {name: value for name, value in vars(django_settings).items() if name.isupper()}
    settings.configure(**told)
    django.setup()
