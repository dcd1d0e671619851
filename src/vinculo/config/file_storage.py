"""Where files are kept: a folder of this machine, or a store that speaks S3. Never behind a public address.

Whoever asks for a file gets it through a page that checks permission; no signed address is ever handed out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

FOLDER = {"BACKEND": "django.core.files.storage.FileSystemStorage"}


def file_storage(environ: Mapping[str, str]) -> dict[str, Any]:
    """The storage that the environment describes: `VINCULO_S3_BUCKET` and its fellows, or the folder."""
    bucket = environ.get("VINCULO_S3_BUCKET")
    if not bucket:
        return dict(FOLDER)
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": bucket,
            "endpoint_url": environ.get("VINCULO_S3_ENDPOINT") or None,
            "region_name": environ.get("VINCULO_S3_REGION") or None,
            "access_key": environ.get("VINCULO_S3_ACCESS_KEY") or None,
            "secret_key": environ.get("VINCULO_S3_SECRET_KEY") or None,
            "location": environ.get("VINCULO_S3_PREFIX", ""),
            "addressing_style": environ.get("VINCULO_S3_ADDRESSING", "path"),
            "default_acl": "private",
            # Two people who attach at once never write over each other's file.
            "file_overwrite": False,
            "querystring_auth": True,
            "querystring_expire": 60,
            "max_memory_size": 4 * 1024 * 1024,
        },
    }
