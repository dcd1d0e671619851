"""Settings. Everything a deployment changes comes from the environment; the defaults run on one machine."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF

from vinculo.config.file_storage import file_storage
from vinculo.config.secret_key import secret_key
from vinculo.kernel.data_folder import data_folder
from vinculo.kernel.private_postgres import default_cluster
from vinculo.outbox.terms import terms_from
from vinculo.paper.reading.limits import bounds_from, limits_from

HOME = data_folder()
SOURCE = Path(__file__).resolve().parent.parent

DEBUG = os.environ.get("VINCULO_DEBUG") == "1"
SECRET_KEY = os.environ.get("VINCULO_SECRET_KEY") or secret_key(HOME)
ALLOWED_HOSTS = os.environ.get("VINCULO_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("VINCULO_ORIGINS", "").split(",") if origin]
HTTPS = os.environ.get("VINCULO_HTTPS") == "1"

INSTALLED_APPS = [
    "vinculo.accounts",
    "vinculo.outbox",
    "vinculo.network",
    "vinculo.cases",
    "vinculo.documents",
    "vinculo.intake",
    "vinculo.consequences",
    "vinculo.reconciliation",
    "vinculo.desk",
    "vinculo.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "procrastinate.contrib.django",
    "template_partials",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "vinculo.web.site.middleware.NoStoreMiddleware",
    "vinculo.web.site.upload_limit.UploadLimitMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "vinculo.web.site.middleware.CleanTextMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "vinculo.web.site.middleware.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "vinculo.web.site.middleware.ActorMiddleware",
    "vinculo.web.site.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "vinculo.config.urls"
WSGI_APPLICATION = "vinculo.config.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "vinculo.web.site.context.frame",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

DATABASES: dict[str, Any] = {
    "default": (
        dj_database_url.parse(os.environ["DATABASE_URL"])
        if os.environ.get("DATABASE_URL")
        else default_cluster().database_settings()
    )
}
DATABASES["default"]["CONN_MAX_AGE"] = 60
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# After so many times a connection keeps the plan of a statement (`accounts.prepared`).
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("prepare_threshold", 5)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["name", "email"]},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "today"
LOGOUT_REDIRECT_URL = "sign-in"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "vinculo.web.site.errors.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [SELF],
        "form-action": [SELF],
    }
}
X_FRAME_OPTIONS = "SAMEORIGIN"

LANGUAGE_CODE = "pt-br"
TIME_ZONE = "America/Sao_Paulo"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
# Served from where they stand: no collecting, which would cost every start.
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = HOME / "attachments"
STORAGES: dict[str, dict[str, Any]] = {
    "default": file_storage(os.environ),
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
MAX_ATTACHMENT_BYTES = 25 * 1024 * 1024
MAX_REQUEST_BYTES = 256 * 1024 * 1024
# What one form's file may cost, and the process that reads it; a ZIP is read file by file. What all files
# of an import may have together.
READING_LIMITS = limits_from(os.environ)
READING_BOUNDS = bounds_from(os.environ)
MAX_FORM_FILE_BYTES = READING_LIMITS.bytes
MAX_ARCHIVE_BYTES = 200_000_000
MAX_BATCH_BYTES = int(os.environ.get("VINCULO_IMPORT_MB", "20000")) * 1_000_000
# How each operator's core system is reached and read: a TOML file by the operator's code.
FEEDS_FOLDER = Path(os.environ.get("VINCULO_FEEDS") or HOME / "feeds")
# How each operator's protocol system is reached: a TOML file by the operator's code; without one, by hand.
PROTOCOLS_FOLDER = Path(os.environ.get("VINCULO_PROTOCOLS") or HOME / "protocols")
# How each operator's core system is told of decisions: a TOML file by the operator's code, or by hand.
FILING_FOLDER = Path(os.environ.get("VINCULO_FILING") or HOME / "filing")
# What says whether an operator's protocols are opened without a sector's help.
PROTOCOL_SYSTEM_OF = "vinculo.consequences.protocol_system.connections.opens_protocols"
# One job of the desk: cases written to or listed, forms printed, days that its file is kept.
BULK_MOST_CASES = 5_000
BULK_MOST_FORMS = 1_000
EXPORT_DAYS = 7
# The rows that a sync refused, as the core system told them, are kept so many days.
REJECTS_DAYS = int(os.environ.get("VINCULO_REJECTS_DAYS", "30"))
# For so long after a retention a new case of the same provider says that there was one.
RETENTION_WATCH_DAYS = int(os.environ.get("VINCULO_RETENTION_WATCH_DAYS", "180"))

EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if os.environ.get("VINCULO_SMTP_HOST")
    else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = HOME / "emails"
EMAIL_HOST = os.environ.get("VINCULO_SMTP_HOST", "")
EMAIL_PORT = int(os.environ.get("VINCULO_SMTP_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("VINCULO_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("VINCULO_SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("VINCULO_SMTP_TLS", "1") == "1"
DEFAULT_FROM_EMAIL = os.environ.get("VINCULO_FROM_EMAIL", "Vínculo <nao-responda@localhost>")

EMAIL_TIMEOUT = 20
# What links in e-mails begin with, where no request says by which address people come.
SITE_URL = os.environ.get("VINCULO_URL", f"http://localhost:{os.environ.get('PORT', '8000')}").rstrip("/")
# Where anybody looks up the code of an issued document; it stands on its pages.
VERIFICATION_URL = f"{SITE_URL}/conferir/"
# The certificate that each operator signs its documents with: a TOML file by the operator's code.
CERTIFICATES_FOLDER = Path(os.environ.get("VINCULO_CERTIFICATES") or HOME / "certificates")
# Where people look a CRO up; the product knows no address of a council.
COUNCIL_SEARCH_URL = os.environ.get("VINCULO_COUNCIL_SEARCH_URL", "")

OUTBOX_HANDLERS = "vinculo.config.flow.HANDLERS"
# How long what failed rests, when a system that it talks to counts as down and is tried again.
OUTBOX_TERMS = terms_from(os.environ)
DIGEST_LETTER = "vinculo.web.today.digest.letter_for"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {
        "bad_requests": {"()": "vinculo.web.site.bad_request_log.BadRequestFilter"},
        "secrets": {"()": "vinculo.web.site.secret_log.SecretAddressFilter"},
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["bad_requests", "secrets"],
        }
    },
    "root": {"handlers": ["stderr"], "level": os.environ.get("VINCULO_LOG_LEVEL", "WARNING")},
}
