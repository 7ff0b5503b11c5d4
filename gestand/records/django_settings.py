"""The settings of Django; which database it is says `gestand.wiring.recording`, on use."""

from __future__ import annotations

INSTALLED_APPS = ["gestand.records"]
DATABASES: dict[str, dict[str, str]] = {}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = False
LOGGING_CONFIG = None  # statements hold what was told: none of it goes into a log
