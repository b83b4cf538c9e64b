"""Printed packs: texts with lines for views and a receipt slip."""

from datetime import timedelta
from io import BytesIO

import pypdf
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction, Site

from comments.channels.paper.pack import pack_path
from home.models import ContactSettings
from policies.models import SectionPage
from tests.factories import make_policy
from tests.policies.readers_sample import get

PACK = "/en/policy/water/paper/"
ON_EVERY_SHEET = [
    "Send your views by",
    "I support it with changes",
    "Words you propose instead",
    "Your ward",
    "22123",
    "Mfano House",
    "Cut here",
    "/en/receipt",
]


@pytest.fixture
def policy(db):
    policy = make_policy(slug="water", title="Water Policy")
    site = Site.objects.get(is_default_site=True)
    ContactSettings.objects.create(site=site, sms_number="22123", office_address="Mfano House")
    first = section("section-1")
    first.summary, first.summary_sw = "Water for all.", "Maji kwa wote."
    first.save()
    return policy


def section(slug: str) -> SectionPage:
    return SectionPage.objects.get(slug=slug)


def read(address: str) -> tuple[pypdf.PdfReader, list[str]]:
    response = get(address)
    assert response["Content-Type"] == "application/pdf"
    pdf = pypdf.PdfReader(BytesIO(response.body))
    return pdf, [" ".join(page.extract_text().split()) for page in pdf.pages]


def test_pack__of_a_policy_has_a_cover_and_a_sheet_for_each_section(policy):
    pdf, (cover, *sheets) = read(f"{PACK}en/")
    assert "First draft" in cover
    assert "Keep the slip" in cover
    assert len(sheets) == 3
    for number, sheet in enumerate(sheets, start=1):
        assert f"The county shall do Section {number}." in sheet
        assert [words for words in ON_EVERY_SHEET if words not in sheet] == []
    assert "In plain words: Water for all." in sheets[0]
    assert "In plain words" not in sheets[1]
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    marks = [each["/Title"] for each in pdf.outline if not isinstance(each, list)]
    assert marks[-3:] == [f"{n} Section {n}" for n in (1, 2, 3)]


def test_pack__of_a_section_is_its_sheet_alone_in_the_language_asked_for(policy):
    pdf, [sheet] = read(f"{PACK}{section('section-1').pk}/sw/")
    assert pdf.trailer["/Root"]["/Lang"].lower().startswith("sw")
    for words in (
        "Maji kwa wote.",
        "Naunga mkono",
        "The county shall do Section 1.",
        "/sw/receipt",
    ):
        assert words in sheet
    assert "Section 2" not in sheet
    assert "Your" not in sheet


def test_pack__follows_what_it_says(policy):
    edition = policy.current_edition
    before = pack_path(edition, "en")
    assert pack_path(edition, "en") == before
    ContactSettings.objects.update(sms_number="33456")
    after = pack_path(edition, "en")
    assert after != before
    assert not before.exists()


@pytest.mark.parametrize("address", ["fr/", "999999/en/", "{policy}/en/"])
def test_pack__of_what_is_not_there_is_a_404(policy, address, client):
    assert client.get(PACK + address.format(policy=policy.pk)).status_code == 404


def test_pack__of_a_section_of_another_policy_is_a_404(policy, client):
    other = make_policy(1, slug="roads")
    assert client.get(f"{PACK}{other.get_children().first().pk}/en/").status_code == 404


def test_pack__without_a_window_is_a_404(policy, client):
    policy.editions.update(opens_at=None, closes_at=None)
    assert client.get(f"{PACK}en/").status_code == 404


def test_pack__invites_nobody_once_it_is_too_late(policy, client):
    now = timezone.now()
    policy.editions.update(opens_at=now + timedelta(days=1), closes_at=now + timedelta(days=2))
    assert get(f"{PACK}en/").status_code == 200
    policy.editions.update(opens_at=now - timedelta(days=2), closes_at=now - timedelta(days=1))
    assert client.get(f"{PACK}en/").status_code == 404
    assert PACK not in client.get("/en/policy/water/notice/").content.decode()


def test_pack__that_is_made_is_handed_out_without_reading_the_texts(policy):
    """But for those with pictures, which may be others by now."""
    edition = policy.current_edition
    pack_path(edition, "en")
    with CaptureQueriesContext(connection) as queries:
        pack_path(edition, "en")
    asked = [each["sql"].partition("FROM")[0] for each in queries if 'AS "raw"' not in each["sql"]]
    assert not [columns for columns in asked if 'sectionversion"."body"' in columns]


def test_pack__leaves_out_a_private_section(policy, client):
    private = section("section-1")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    texts = read(f"{PACK}en/")[1]
    assert not [text for text in texts if "Section 1" in text]
    assert client.get(f"{PACK}{private.pk}/en/").status_code == 404


def test_pack__of_a_private_policy_is_a_404(policy):
    PageViewRestriction.objects.create(page=policy, restriction_type="login")
    for address in ("en/", f"{section('section-1').pk}/en/"):
        assert Client().get(PACK + address).status_code == 404


def test_pack__hostile_words_are_set_as_text(policy):
    first = section("section-1")
    first.summary = "#panic() $x$ <b>no</b> *bold* @ref"
    first.save()
    assert first.summary in read(f"{PACK}{first.pk}/en/")[1][0]
