"""A defined term keeps the quotation marks of the file wherever it is read, found or copied."""

import io

import pytest

from policies.imports.import_job import work_on_import
from policies.imports.import_plan import ImportPlan, NewPolicy
from policies.imports.review import request_pages, start_import
from policies.models import EditionPlan, PolicyImport, PolicyPage, SectionPage
from tests.factories.policies import policy_index
from tests.policies.readers_sample import served
from texts.plain import body_text
from texts.redline.anchors import find_quote

MARKS = [("“", "”"), ('"', '"'), ("\u2018", "\u2019")]
FILE = "# Water\n\n## 2. Interpretation\n\nIn this Act:\n\n{}spring{} means water that rises;\n"


@pytest.fixture(params=MARKS, ids=["double", "straight", "single"])
def term(request, db) -> str:
    """The term as the file has it, of a section that is public."""
    policy_index()
    opening, closing = request.param
    content = FILE.format(opening, closing).encode()
    row = start_import(file=io.BytesIO(content), file_name="w.md", size=len(content), user=None)
    work_on_import(row.pk)
    plan = ImportPlan(
        policy=NewPolicy(title="Water", slug="water"), edition=EditionPlan(label="First draft")
    )
    row = PolicyImport.objects.get()
    request_pages(row=row, revision=1, plan=plan, user=None)
    work_on_import(row.pk)
    return f"{opening}spring{closing}"


def test_defined_term__is_read_and_copied_with_its_marks(term):
    page = served("/en/policies/water/2-interpretation/")
    assert page.select_one("dfn").get_text() == term
    copied = page.select_one(".law-definition").get_text(" ")
    section = SectionPage.objects.get()
    body = body_text(section.versions.get().body)
    assert find_quote(body, copied).quote == f"{term} means water that rises;"
    assert term in served("/en/policy/water/editions/1/text/").get_text()


def test_defined_term__is_found_with_its_marks_and_without(term):
    for asked in ("spring", term):
        hit = served("/en/search/", q=asked).select_one(".hit")
        assert term in hit.get_text()


def test_defined_term__goes_on_record_with_its_marks(term):
    policy = PolicyPage.objects.get(slug="water")
    (entry,) = policy.editions.get().entries.all()
    assert term in entry.version.text
