"""Settings of the tests: the same product, quicker passwords, e-mails kept in memory, files apart."""

import atexit
import shutil
import tempfile
from pathlib import Path

from .settings import *  # noqa: F403

SECRET_KEY = "only-for-tests"  # noqa: S105
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# A folder of this process alone, gone with it: another user's tests may have run on this machine.
MEDIA_ROOT = Path(tempfile.mkdtemp(prefix="vinculo-test-attachments-"))
atexit.register(shutil.rmtree, MEDIA_ROOT, ignore_errors=True)
FEEDS_FOLDER = MEDIA_ROOT / "feeds"
CERTIFICATES_FOLDER = MEDIA_ROOT / "certificates"
PROTOCOLS_FOLDER = MEDIA_ROOT / "protocols"
FILING_FOLDER = MEDIA_ROOT / "filing"
ALLOWED_HOSTS = ["*"]
