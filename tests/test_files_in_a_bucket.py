"""Attachments in a store that speaks S3: a real server of it, in a process of its own."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import boto3  # type: ignore[import-untyped]
import pytest
from django.urls import reverse

from vinculo.accounts.tests.cast import Cast, actor_of, signed_in
from vinculo.cases.actions.attachments import add_attachment
from vinculo.cases.tests.case_files import NOW, make_draft
from vinculo.config.file_storage import FOLDER, file_storage
from vinculo.outbox.running import run_due

KEYS = {"VINCULO_S3_ACCESS_KEY": "key", "VINCULO_S3_SECRET_KEY": "secret", "VINCULO_S3_REGION": "us-east-1"}


@pytest.fixture
def endpoint() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    with subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(address)
            yield address
        finally:
            process.terminate()


def _wait_for(address: str) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{address}/moto-api/data.json", timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail("the store did not start")


@pytest.fixture
def store(endpoint: str, settings) -> Any:
    """The bucket, with the product's files in it."""
    environ = {**KEYS, "VINCULO_S3_BUCKET": "vinculo", "VINCULO_S3_ENDPOINT": endpoint}
    store = boto3.client(
        "s3",
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id="key",
        aws_secret_access_key="secret",
    )
    store.create_bucket(Bucket="vinculo")
    settings.STORAGES = {**settings.STORAGES, "default": file_storage(environ)}
    return store


def test_without_a_bucket_files_stay_in_the_folder():
    assert file_storage({"VINCULO_S3_ENDPOINT": "http://x"}) == FOLDER


def test_a_file_goes_in_and_out_through_our_own_pages_alone(store: Any, endpoint: str, cast: Cast):
    case = make_draft(cast.operator, cast.alice)
    content = "Carta de desligamento da clínica".encode()
    kept = add_attachment(
        case=case, name="carta.txt", content=content, largest=1000, actor=actor_of(cast.alice), now=NOW
    )
    stored = store.list_objects_v2(Bucket="vinculo")["Contents"]
    assert [item["Key"] for item in stored] == [kept.file.name]
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(f"{endpoint}/vinculo/{kept.file.name}")
    grants = store.get_object_acl(Bucket="vinculo", Key=kept.file.name)["Grants"]
    assert [grant["Grantee"].get("URI") for grant in grants] == [None]
    run_due(NOW)
    kept.refresh_from_db()
    assert kept.text == content.decode()
    answer = signed_in(cast.alice).get(reverse("case-attachment", args=[case.pk, kept.pk]))
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == content  # type: ignore[attr-defined]
    assert "Location" not in answer.headers
