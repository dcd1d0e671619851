"""Settings of the tests: the same product, quicker passwords, e-mails kept in memory, files apart."""

import tempfile
from pathlib import Path

from .settings import *  # noqa: F403

SECRET_KEY = "only-for-tests"  # noqa: S105
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = Path(tempfile.gettempdir()) / "vinculo-test-attachments"
ALLOWED_HOSTS = ["*"]
