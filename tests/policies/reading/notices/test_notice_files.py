"""The public notice and the poster, in both languages."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pypdf
import pytest
from django.utils import timezone
from docx import Document
from wagtail.models import Site

from home.models import ContactSettings, MeetingPage
from home.selectors import channels, contact_settings
from policies.models import Edition, PolicyPage
from policies.reading.notices.notice import notice_of
from tests.factories import make_policy
from tests.policies.readers_sample import get, served, translated
from texts.writers.notice_writer import qr_code

NOTICE = "/en/policy/water/notice/"


@pytest.fixture
def edition(db) -> Edition:
    policy = make_policy(slug="water", title="Water Policy", legal_basis="Article 174")
    site = Site.objects.get(is_default_site=True)
    ContactSettings.objects.create(
        site=site, sms_number="22123", postal_address="P.O. Box 1\nKakamega", signatory="A. Sample"
    )
    meeting = MeetingPage(
        title="Forum",
        slug="forum",
        venue="Mfano Hall (illustrative)",
        starts_at=datetime(2126, 5, 4, 7, 0, tzinfo=UTC),
    )
    policy.add_child(instance=meeting)
    edition = policy.current_edition
    edition.closes_at = datetime(2126, 12, 4, 14, 0, tzinfo=UTC)
    edition.save()
    return Edition.objects.select_related("policy__locale").get(pk=edition.pk)


EXPECTED = [
    "Water Policy",
    "Article 174",
    "4 December 2126",
    "22123",
    "P.O. Box 1",
    "Mfano Hall",
    "A. Sample",
    "/en/policies/water",
]


def test_notice__page_says_who_asks_and_where_the_draft_is_before_what_to_print(edition):
    PolicyPage.objects.update(responsible_body="Clerk of the Assembly", views="both")
    page = get(NOTICE).content.decode()
    places = [
        "Send your views by",
        'href="/en/policies/water/">Read the draft',
        "Clerk of the Assembly",
    ]
    places += ["Article 174", "in writing or by word of mouth", "P.O. Box 1, Kakamega", "To print"]
    found = [page.rindex(words) for words in places]
    assert found == sorted(found)


def test_notice__with_all_that_the_law_asks_is_one_sheet(edition):
    PolicyPage.objects.update(
        responsible_body="Office of the Governor (illustrative)",
        views="both",
        summary="How water is shared and kept clean. " * 5,
        what_happens_next="<p>Every comment is read and answered. </p>" * 3,
    )
    for number in range(4):
        meeting = MeetingPage(
            title=f"Forum {number}",
            slug=f"forum-{number}",
            starts_at=timezone.now() + timedelta(days=number + 1),
            venue=f"Illustrative Hall {number}",
            mode="both",
            languages="Kiswahili, Luhya, sign language",
        )
        PolicyPage.objects.get(slug="water").add_child(instance=meeting)
    assert len(pypdf.PdfReader(BytesIO(get(f"{NOTICE}pdf/en/").body)).pages) == 1


def test_notice__pdf_says_everything_and_is_tagged(edition):
    response = get(f"{NOTICE}pdf/en/")
    assert response["Content-Type"] == "application/pdf"
    pdf = pypdf.PdfReader(BytesIO(response.body))
    text = " ".join("".join(page.extract_text() for page in pdf.pages).split())
    assert [each for each in EXPECTED if each not in text] == []
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert pdf.trailer["/Root"]["/Lang"].lower().startswith("en")
    assert len(pdf.pages) == 1
    assert "\u200b" not in text


def test_notice__word_file_says_everything(edition):
    word = Document(BytesIO(get(f"{NOTICE}docx/en/").body))
    page = word.sections[0]
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)
    text = "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert [each for each in EXPECTED if each not in text] == []
    assert word.inline_shapes[0]._inline.docPr.get("descr").startswith("QR code")


def test_notice__poster_fits_one_sheet(edition):
    pdf = pypdf.PdfReader(BytesIO(get(f"{NOTICE}poster/sw/").body))
    assert len(pdf.pages) == 1
    assert pdf.trailer["/Root"]["/Lang"].lower().startswith("sw")


def test_notice__poster_fits_one_sheet_however_much_it_says(edition):
    policy = edition.policy
    title = "Illustrative Policy on Water, Sanitation and the Conservation of Springs and Wetlands"
    summary = "How water is shared, kept clean and paid for in every ward. " * 12
    PolicyPage.objects.filter(pk=policy.pk).update(title=title, summary=summary)
    for number in range(12):
        meeting = MeetingPage(
            title=f"Forum {number}",
            slug=f"forum-{number}",
            starts_at=timezone.now() + timedelta(days=number + 1),
            venue=f"Illustrative Hall {number}",
        )
        policy.add_child(instance=meeting)
    pdf = pypdf.PdfReader(BytesIO(get(f"{NOTICE}poster/en/").body))
    assert len(pdf.pages) == 1
    assert pdf.pages[0].extract_text().count("Illustrative Hall") == 12


def test_notice__in_kiswahili_has_the_policys_own_words_and_address(edition):
    local = translated(edition.policy, title="Sera ya Maji", summary="Kwa ufupi.")
    notice = notice_of(edition, "sw")
    assert (notice.title, notice.summary) == (local.title, "Kwa ufupi.")
    assert notice.url.endswith("/sw/policies/water/")
    assert "17:00" in notice.deadline


PROMISES = ("answered section by section", "Every comment is counted", "kifungu kwa kifungu")
MIDNIGHT = datetime(2126, 12, 30, 21, 0, tzinfo=UTC)  # 00:00 on the 31st in Kakamega


def notice_texts() -> list[str]:
    """The notice as a page, as PDF, as Word, and the poster; in English."""
    pdfs = [pypdf.PdfReader(BytesIO(get(f"{NOTICE}{kind}/en/").body)) for kind in ("pdf", "poster")]
    word = Document(BytesIO(get(f"{NOTICE}docx/en/").body))
    texts = [
        served(NOTICE).select_one("main").get_text(" "),
        *("".join(page.extract_text() for page in pdf.pages) for pdf in pdfs),
        "\n".join(paragraph.text for paragraph in word.paragraphs),
    ]
    return [" ".join(text.split()) for text in texts]


def test_notice__says_of_the_comments_what_rule_and_policy_say_and_nothing_else(edition):
    for text in notice_texts():
        assert "What happens to the comments" in text
        assert "A moderator reads each comment before it is shown" in text
        assert not [words for words in PROMISES if words in text]
    PolicyPage.objects.filter(pk=edition.policy_id).update(
        what_happens_next="<p>The committee reads them.</p><p>#it <b>answers</b> in May.</p>"
    )
    for text in notice_texts():
        assert "What happens to the comments" in text
        assert "The committee reads them." in text
        assert "#it answers in May." in text
        assert not [words for words in PROMISES if words in text]


def test_notice__says_what_is_asked_of_a_notice(edition):
    PolicyPage.objects.filter(pk=edition.policy_id).update(
        responsible_body="Clerk of the County Assembly", views="both"
    )
    MeetingPage.objects.update(
        ends_at=datetime(2126, 5, 4, 10, 0, tzinfo=UTC), mode="both", languages="Kiswahili, Luhya"
    )
    for text in notice_texts():
        assert "Clerk of the County Assembly" in text
        assert "in writing or by word of mouth" in text
        assert "4 May 2126, 10:00 a.m. to 1:00 p.m." in text
        assert "in person and online" in text
        assert "Kiswahili, Luhya" in text


def test_notice__a_deadline_at_midnight_is_the_end_of_the_day_before(edition):
    Edition.objects.filter(pk=edition.pk).update(closes_at=MIDNIGHT)
    words = "midnight at the end of Monday 30 December 2126"
    for text in notice_texts():
        assert words in text
        assert "31 December" not in text
    for path in ("", "editions/"):
        page = served(f"/en/policies/water/{path}" if not path else f"/en/policy/water/{path}")
        assert "30 December 2126" in page.get_text()
        assert "31 December" not in page.get_text()
    calendar = get("/en/policy/water/calendar.ics").content.decode().replace("\r\n ", "")
    assert "DTSTART:21261230T205900Z" in calendar
    assert words in calendar


def test_notice__hostile_words_stay_text(edition):
    title = '#panic("x") *bold* $x$ <script>'
    PolicyPage.objects.filter(pk=edition.policy_id).update(title=title)
    pdf = pypdf.PdfReader(BytesIO(get(f"{NOTICE}pdf/en/").body))
    assert '#panic("x") *bold* $x$ <script>' in pdf.pages[0].extract_text()


@pytest.mark.parametrize("path", ["exe/en/", "pdf/fr/"])
def test_notice__unknown_kind_or_language_is_not_found(edition, path):
    assert get(f"{NOTICE}{path}").status_code == 404


def test_notice__without_a_window_is_not_found(edition):
    Edition.objects.update(opens_at=None, closes_at=None)
    assert get(NOTICE).status_code == get(f"{NOTICE}pdf/en/").status_code == 404


def test_notice_page__offers_every_file_in_both_languages(edition):
    page = served(NOTICE)
    hrefs = [a["href"] for a in page.select(".downloads a")]
    kinds = ("notice/pdf", "notice/docx", "notice/poster", "paper")
    assert hrefs == [f"/en/policy/water/{kind}/{code}/" for code in ("en", "sw") for kind in kinds]
    assert "22123" in page.select_one("main").get_text()


def test_channels__that_nobody_filled_in_are_not_offered(db):
    assert len(channels(contact_settings(), "WTR")) == 1


@pytest.mark.parametrize(("prefix", "begins"), [("", "WTR"), ("maoni", "MAONI WTR")])
def test_channels__an_sms_begins_with_what_the_gateway_looks_for(settings, prefix, begins):
    settings.SMS_PREFIX = prefix
    contacts = ContactSettings(sms_number="22123", ussd_code="*384#", telephone="0800 720")
    said = dict(channels(contacts, "WTR"))
    assert f"“{begins} 3 …”, and send it to 22123" in said["By SMS"]
    assert "*384#" in said["By USSD"]
    assert said["By telephone"] == "0800 720"


def test_qr_code__is_a_picture_of_its_kind():
    assert qr_code("https://example.org/", "png").startswith(b"\x89PNG")
    assert b"<svg" in qr_code("https://example.org/", "svg")
