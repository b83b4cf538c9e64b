"""A file on its way to pages, step by step, as an editor's browser sends it."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.html import escape

from policies.imports.import_job import work_on_import
from policies.models import PolicyImport

Stage = PolicyImport.Stage
TEXT = """# Illustrative Water Policy

## 1. Scope

It holds for the whole county.

It holds for every ward.

## 2. Wells

The county shall dig wells.

## 3. Pipes

The county shall lay pipes.
"""


def url(name: str, *args) -> str:
    return reverse(f"policies_admin:{name}", args=args)


def upload(client, text: str | bytes = TEXT, name: str = "policy.md", policy=None):
    content = text.encode() if isinstance(text, str) else text
    address = url("reimport", policy.pk) if policy else url("upload")
    return client.post(address, {"file": SimpleUploadedFile(name, content)})


def read(client, text: str | bytes = TEXT, name: str = "policy.md", policy=None) -> PolicyImport:
    """An import that has been read."""
    response = upload(client, text, name, policy)
    assert response.status_code == 302, response.content.decode()
    row = PolicyImport.objects.latest("pk")
    work_on_import(row.pk)
    row.refresh_from_db()
    return row


def numbers(row: PolicyImport) -> list[tuple[str, int]]:
    return [(section.number, section.level) for section in row.outline().sections]


def correct(client, row: PolicyImport, do: str, *indexes: int, revision: int | None = None):
    newest = row.newest_outline.revision if revision is None else revision
    data = {"do": do, "section": indexes, "revision": newest, "page": 1}
    return client.post(url("outline", row.pk), data, follow=True)


def in_section(client, row: PolicyImport, index: int, do: str, **fields):
    data = {"do": do, "revision": row.newest_outline.revision, "number": "", "title": "", **fields}
    return client.post(url("outline_section", row.pk, index), data, follow=True)


def plan(row: PolicyImport, **fields) -> dict:
    return {
        "revision": row.newest_outline.revision,
        "title": "Illustrative Water Policy",
        "label": "First draft",
        **fields,
    }


def post_twice(client, address: str, data: dict):
    """As somebody does who reads what it will do, and presses the button again."""
    response = client.post(address, data)
    if response.status_code == 200 and (asked := response.context.get("effects")):
        assert all(effect in response.content.decode() for effect in map(escape, asked))
        response = client.post(address, {**data, "confirmed": response.context["confirmed"]})
    return response


def create(client, row: PolicyImport, **fields) -> PolicyImport:
    response = post_twice(client, url("create", row.pk), plan(row, **fields))
    assert response.status_code == 302, response.content.decode()
    work_on_import(row.pk)
    row.refresh_from_db()
    return row
