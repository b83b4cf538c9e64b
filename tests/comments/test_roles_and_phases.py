"""Who may do what with comments, and when: every act by every role before, in and after a window.

An act is known by what it leaves in the database, and not by how the page answers. Staff write as
anybody does, so what is everybody's is theirs as well.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from analysis.models import Decision
from comments.channels.stamps import new_stamp
from comments.choices import FirstShown, HiddenReason, State
from comments.models import (
    Agreement,
    Comment,
    CommentImport,
    ModerationRule,
    PhoneMessage,
    Redaction,
    SecondLook,
)
from comments.moderation.redaction_pages import mark_of_change
from policies.models import Edition, PolicyPage
from reports.models import Report
from tests.choosing import act
from tests.factories import make_comment, make_decision, make_policy, make_user

pytestmark = pytest.mark.django_db
SECRET = "a-secret-of-the-tests-alone"
SAID = "Dig the wells first."
ROLES = ("", "Editors", "Moderators", "Analysts", "Clerks", "Approvers", "Superuser")
ANYBODY, NOBODY = frozenset(ROLES), frozenset[str]()
EDITORS, MODERATORS, ANALYSTS, CLERKS = (
    frozenset({role, "Superuser"}) for role in ("Editors", "Moderators", "Analysts", "Clerks")
)
ADMINISTRATORS = frozenset({"Superuser"})


class At(NamedTuple):
    """What an act finds: comments that wait, are published and are hidden."""

    policy: PolicyPage
    edition: Edition
    waiting: Comment
    published: Comment
    hidden: Comment
    moment: datetime  # within the window, where it has begun


Act = Callable[[Client, At], object]


def write(client, at):
    version = at.waiting.version
    sent = {"stance": "support", "text": SAID, "version": version.pk, "stamp": new_stamp(60)}
    client.post(reverse("comments:comment", args=[version.section.pk]), sent)
    return Comment.objects.filter(text=SAID).exists()


def text_by_phone(client, at):
    sent = {"id": "1", "text": f"MAJI 1 {SAID}", "from": "+254700000123", "to": "22334"}
    client.post(f"/phone/sms/{SECRET}/", sent)
    assert PhoneMessage.objects.exists()  # whatever comes is kept
    return Comment.objects.filter(text=SAID).exists()


def call(client, at):
    for keys in ("", "2", "2*1", "2*1*1", "2*1*1*1", f"2*1*1*1*{SAID}", f"2*1*1*1*{SAID}*1"):
        sent = {"sessionId": "a", "serviceCode": "*3#", "phoneNumber": "+254700000123"}
        client.post(f"/phone/ussd/{SECRET}/", {**sent, "text": keys})
    return Comment.objects.filter(text=SAID).exists()


def begin_memorandum(client, at):
    about = {"organisation_name": "Illustrative Readers", "subject": "Water", "summary": SAID}
    start = reverse("comments:memorandum_start", args=[at.policy.slug])
    return client.post(start, about).status_code == 302


def edit(client, at):
    path = reverse("comments:edit", args=[at.waiting.submission.printed_receipt, at.waiting.number])
    client.post(path, {"stance": "oppose", "text": SAID, "seen": 1})
    return Comment.objects.filter(text=SAID).exists()


def withdraw(client, at):
    receipt = at.waiting.submission.printed_receipt
    client.post(reverse("comments:withdraw", args=[receipt, at.waiting.number]))
    return Comment.objects.filter(pk=at.waiting.pk, state=State.WITHDRAWN).exists()


def agree(client, at):
    client.post(reverse("comments:agree", args=[at.policy.slug, at.published.number]))
    return Agreement.objects.exists()


def ask_again(client, at):
    receipt = at.hidden.submission.printed_receipt
    asking = reverse("comments:second_look", args=[receipt, at.hidden.number])
    client.post(asking, {"words": "It is about water."})
    return SecondLook.objects.exists()


def enter(client, at):
    sent = {
        "section": at.waiting.version.number,
        "channel": "paper",
        "received_at": timezone.localtime(at.moment).strftime("%Y-%m-%d %H:%M"),
        "language": "en",
        "stance": "oppose",
        "text": SAID,
        "stamp": new_stamp(),
    }
    client.post(reverse("comments_intake:enter", args=[at.edition.pk]), sent)
    return Comment.objects.filter(text=SAID).exists()


def upload(client, at):
    file = SimpleUploadedFile("maoni.csv", b"section,text\n1,Wells.\n")
    client.post(reverse("comments_bulk:upload"), {"edition": at.edition.pk, "file": file})
    return CommentImport.objects.exists()


def show_at_once(client, at):
    sent = {"policy": at.policy.pk, "shown": FirstShown.AT_ONCE, "sure": "on"}
    client.post(reverse("wagtailsnippets_comments_moderationrule:add"), sent)
    return ModerationRule.objects.exists()


def moderate_from_its_page(client, at):
    sent = {"state": State.PUBLISHED, "seen": mark_of_change(at.waiting)}
    client.post(reverse(f"{COMMENT}:moderate", args=[at.waiting.pk]), sent)
    return Comment.objects.filter(pk=at.waiting.pk, state=State.PUBLISHED).exists()


def hide_from_the_list(client, at):
    for_reason = {"hidden_reason": HiddenReason.OFF_TOPIC}
    try_to_act(client, "hide", [at.published], for_reason)
    return Comment.objects.filter(pk=at.published.pk, state=State.HIDDEN).exists()


def redact(client, at):
    sent = {"seen": mark_of_change(at.published), "flagged": "0"}
    client.post(reverse(f"{COMMENT}:redact", args=[at.published.pk]), sent)
    return Redaction.objects.exists()


def erase(client, at):
    sent = {"reason": "asked", "is_sure": "on"}
    client.post(reverse("comments_erase", args=[at.published.pk]), sent)
    return not Comment.objects.get(pk=at.published.pk).text


def answer(client, at):
    decision = {"kind": "noted", "reason": "Seen."}
    try_to_act(client, "answer", [at.published], decision)
    return Decision.objects.exists()


def publish_answers(client, at):
    make_decision(at.published)
    client.post(reverse("analysis_admin:publish", args=[at.edition.pk]))
    return Decision.objects.filter(is_published=True).exists()


def report(client, at):
    new = reverse("consultation-reports:new") + f"?edition={at.edition.pk}"
    client.post(new, {"language": "en", "formats": ["csv"]})
    return Report.objects.exists()


COMMENT = "wagtailsnippets_comments_comment"


def try_to_act(client, action, comments, data):
    """Choose in the list and confirm, as far as one is let."""
    try:
        act(client, action, comments, data)
    except KeyError:  # nothing was chosen: the answer leads nowhere
        return


PHASES = ("before", "open", "closed")
MATRIX: dict[Act, tuple[frozenset[str], frozenset[str], frozenset[str]]] = {
    write: (NOBODY, ANYBODY, NOBODY),
    text_by_phone: (NOBODY, ANYBODY, NOBODY),
    call: (NOBODY, ANYBODY, NOBODY),
    begin_memorandum: (NOBODY, ANYBODY, NOBODY),
    edit: (NOBODY, ANYBODY, NOBODY),
    withdraw: (ANYBODY, ANYBODY, ANYBODY),
    agree: (NOBODY, ANYBODY, NOBODY),
    ask_again: (ANYBODY, ANYBODY, ANYBODY),
    enter: (NOBODY, CLERKS, CLERKS),
    upload: (NOBODY, CLERKS, CLERKS),
    show_at_once: (EDITORS, EDITORS, EDITORS),
    moderate_from_its_page: (MODERATORS, MODERATORS, MODERATORS),
    hide_from_the_list: (MODERATORS, MODERATORS, MODERATORS),
    redact: (MODERATORS, MODERATORS, MODERATORS),
    erase: (ADMINISTRATORS, ADMINISTRATORS, ADMINISTRATORS),
    answer: (ANALYSTS, ANALYSTS, ANALYSTS),
    publish_answers: (NOBODY, NOBODY, ANALYSTS),
    report: (ANALYSTS, ANALYSTS, ANALYSTS),
}


@pytest.fixture(scope="module")
def made(make_once):
    def make():
        policy = make_policy(1, reference="MAJI")
        make_comment(policy, text="One that waits.")
        make_comment(policy, text="Call 0712 345 678.", state=State.PUBLISHED)
        make_comment(policy, text="One that is hidden.", state=State.HIDDEN)
        return policy, {role: make_user(role) for role in ROLES if role}

    return make_once(make)


def window(phase: str) -> tuple[datetime, datetime]:
    now = timezone.now()
    begins = {"before": 1, "open": -2, "closed": -4}[phase]
    return now + timedelta(days=begins), now + timedelta(days=begins + 3)


@pytest.fixture
def phases(db, made, settings, woken, tmp_path):
    """``phases("open")``: what acts find then."""
    settings.PHONE_SECRETS = {name: [SECRET] for name in ("sms", "ussd", "flow", "kobo")}
    settings.DATA_DIR = tmp_path
    policy = PolicyPage.objects.get(pk=made[0].pk)

    def at(phase: str) -> At:
        opens_at, closes_at = window(phase)
        Edition.objects.filter(policy=policy).update(opens_at=opens_at, closes_at=closes_at)
        comments = Comment.objects.order_by("number")
        return At(policy, policy.editions.get(), *comments, opens_at + timedelta(hours=1))

    return at


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("act", MATRIX, ids=lambda each: each.__name__)
def test_act__is_for_whom_it_is_meant_and_when(phases, made, act, phase):
    at, done = phases(phase), set()
    for role in ROLES:
        client = Client()
        if role:
            client.force_login(made[1][role])
        with transaction.atomic():
            if act(client, at):
                done.add(role)
            transaction.set_rollback(True)
    assert done == MATRIX[act][PHASES.index(phase)]
