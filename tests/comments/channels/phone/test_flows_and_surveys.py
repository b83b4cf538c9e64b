"""What flows of RapidPro and TextIt, and KoboToolbox, post."""

import base64
import json
from contextlib import suppress
from copy import deepcopy
from datetime import UTC, timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as st

from comments.channels.phone.flows import take_flow
from comments.channels.phone.json_fields import BrokenPostError
from comments.channels.phone.kobo import take_survey
from comments.models import Comment, Contact, PhoneMessage, Submission
from comments.register.ledger.entries import verify
from policies.models import Edition
from policies.publishing.services import record_version

pytestmark = pytest.mark.django_db
SECRET = "a-secret-of-the-tests-alone"


def run(**results):
    said = {"policy": "maji", "section": "3", "comment": "Visima ni vya watu wote.", **results}
    return {
        "contact": {"uuid": "c-1", "name": "Not asked for", "urn": "tel:+254700000123"},
        "flow": {"uuid": "f-1", "name": "Views"},
        "results": {name: {"value": value, "category": "Other"} for name, value in said.items()},
    }


@pytest.fixture
def flow(gateway):
    def post(**results):
        sent = json.dumps(run(**results))
        url = f"/phone/flow/{SECRET}/"
        return gateway.post(url, sent, content_type="application/json")

    return post


@pytest.fixture
def kobo(gateway):
    login = base64.b64encode(f"maoni:{SECRET}".encode()).decode()

    def post(sent):
        return gateway.post(
            "/phone/kobo/",
            json.dumps(sent),
            content_type="application/json",
            HTTP_AUTHORIZATION=f"Basic {login}",
        )

    return post


@pytest.fixture
def filled(edition):
    """A submission as Kobo posts it, with two views."""
    first, second = (entry.version for entry in edition.entries.all()[:2])
    moment = timezone.now() - timedelta(hours=1)
    return {
        "_id": 7,
        "_uuid": "5f3c1d5e-0000-4000-8000-000000000001",
        "_submission_time": moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S"),
        "edition": str(edition.pk),
        "language": "sw",
        "views": [
            {"views/section": f"v{first.pk}", "views/stance": "oppose", "views/comment": "Hapana."},
            {"views/section": f"v{second.pk}", "views/stance": "support", "views/comment": "Sawa."},
        ],
        "who/name": "Mfano",
        "ward": "1012",
        "wants_answer": "yes",
        "phone": "0700 000000",
    }


def test_flow__makes_a_comment_and_tells_what_to_answer(flow, policy):
    told = flow(stance="napinga").json()
    comment = Comment.objects.get()
    assert (comment.version.number, comment.stance) == ("3", "oppose")
    assert (comment.submission.channel, comment.submission.language) == ("flow", "sw")
    assert comment.submission.name == ""
    assert told["receipt"] == comment.submission.printed_receipt
    assert told["receipt"] in told["answer"]
    assert told["counted"] is True
    assert verify(policy) == []


def test_flow__without_an_id_is_known_by_who_said_what_for_an_hour(flow, policy):
    receipts = {flow().json()["receipt"] for _n in range(3)}
    assert len(receipts) == 1
    assert Comment.objects.count() == 1
    PhoneMessage.objects.update(received_at=timezone.now() - timedelta(minutes=61))
    flow()
    assert PhoneMessage.objects.count() == 2


def test_flow__is_known_by_the_id_that_it_gives(flow, policy):
    flow(id="run-1")
    flow(id="run-1", comment="Other words.")
    PhoneMessage.objects.update(received_at=timezone.now() - timedelta(days=1))
    flow(id="run-1")
    flow(id="run-2", comment="Another run.")
    assert Comment.objects.count() == 2


def test_flow__keeps_the_number_only_of_who_wants_an_answer(flow, policy):
    flow(name="Mfano", organisation="Kikundi", ward="1012")
    assert not Contact.objects.exists()
    flow(comment="Another view.", answer="Ndiyo")
    assert Contact.objects.get().phone == "+254700000123"
    submission = Submission.objects.order_by("pk").first()
    assert (submission.name, submission.organisation_name) == ("Mfano", "Kikundi")
    assert submission.ward.pk == "1012"


@pytest.mark.parametrize(
    ("results", "problem"),
    [
        ({"policy": "?"}, "no_policy"),
        ({"section": "99"}, "no_section"),
        ({"section": ""}, "no_section"),
        ({"comment": ""}, "no_words"),
    ],
)
def test_flow__keeps_what_it_cannot_place_and_says_what_to_do(flow, policy, results, problem):
    response = flow(**results)
    assert (response.status_code, response.json()["counted"]) == (200, False)
    assert response.json()["answer"]
    assert PhoneMessage.objects.get().problem == problem


def test_survey__is_one_respondent_with_several_views(kobo, filled, policy):
    told = kobo(filled).json()["views"]
    submission = Submission.objects.get()
    assert [each.text for each in submission.comments.order_by("number")] == ["Hapana.", "Sawa."]
    assert {each["receipt"] for each in told} == {submission.printed_receipt}
    assert (submission.channel, submission.name, submission.ward.pk) == ("kobo", "Mfano", "1012")
    assert Contact.objects.get().phone == "0700 000000"
    assert submission.received_at < timezone.now() - timedelta(minutes=59)
    assert verify(policy) == []


def test_survey__that_is_sent_again_counts_once(kobo, filled):
    assert kobo(filled).json() == kobo(filled).json() == kobo(filled).json()
    assert Comment.objects.count() == 2


def test_survey__counts_what_came_in_time_and_reaches_us_late(kobo, filled):
    Edition.objects.update(closes_at=timezone.now() - timedelta(minutes=1))
    kobo(filled)
    assert Comment.objects.count() == 2


def test_survey__that_came_late_waits(kobo, filled):
    Edition.objects.update(closes_at=timezone.now() - timedelta(hours=2))
    kobo(filled)
    assert set(PhoneMessage.objects.values_list("problem", flat=True)) == {"closed"}
    assert not Comment.objects.exists()


def test_survey__stays_with_the_text_that_was_read(kobo, filled, policy):
    section = policy.get_children().specific().first()
    section.body = [("paragraph", "<p>Another text.</p>")]
    section.save()
    record_version(section)
    kobo(filled)
    assert (
        str(Comment.objects.get(text="Hapana.").version_id)
        == filled["views"][0]["views/section"][1:]
    )


@pytest.mark.parametrize("wrong", ["", "v", "v0", "v99999999999", "1", "vx", "v\u0661"])
def test_survey__on_no_section_of_the_edition_waits(kobo, filled, wrong):
    filled["views"] = [{"views/section": wrong, "views/comment": "Hapana."}]
    assert kobo(filled).status_code == 200
    assert PhoneMessage.objects.get().problem == "no_section"


def test_survey__keeps_no_telephone_of_who_wants_no_answer(kobo, filled):
    kobo({**filled, "wants_answer": "no"})
    assert not Contact.objects.exists()
    assert not PhoneMessage.objects.exclude(number="", sender="").exists()


def test_survey__replayed_in_any_order_gives_the_same_register(kobo, filled, policy):
    other = {**deepcopy(filled), "_uuid": "another"}
    for sent in (other, filled, other, other, filled):
        kobo(sent)
    assert Comment.objects.count() == 4
    assert Submission.objects.count() == 2


NAMES = (
    *("value", "_uuid", "views", "comment", "section", "edition", "policy", "language", "contact"),
    *("flow", "results", "urn", "uuid", "stance", "ward", "id", "name"),
)
VALUE = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20))
JSON = st.recursive(
    VALUE,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=5)
    ),
    max_leaves=20,
)
OBJECTS = st.dictionaries(st.sampled_from(["results", "_uuid", "views", "contact", "flow"]), JSON)


@trying(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(posted=OBJECTS)
def test_doors__whatever_json_is_kept_or_refused(policy, posted):
    for take in (take_flow, take_survey):
        with suppress(BrokenPostError):
            take(posted)
