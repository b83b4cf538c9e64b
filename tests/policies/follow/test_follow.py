"""Following by e-mail: asking, confirming, stopping, and what is sent to whom."""

import logging
import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from consult.rate_limits import Limit
from home.models import UpdatePage
from policies.follow import links, sending, services
from policies.follow.checks import check_mail
from policies.models import Delivery, Follower, FollowerContact, FollowRequest, MailState
from policies.publishing import standard_updates
from tests.factories import make_policy, make_user
from tests.services.servers import free_port
from tests.smtp import smtp_sink  # noqa: F401
from tests.waiting import wait_until

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
AT_ONCE, DAILY = "at_once", "daily"


@pytest.fixture
def policy():
    return make_policy(1, title="Illustrative Water Policy")


def follow(policy, address="wanjiku@example.org", language="en", frequency=AT_ONCE):
    """A confirmed follower, as confirming makes one."""
    follower = Follower.objects.create(policy=policy, language=language, frequency=frequency)
    FollowerContact.objects.create(follower=follower, policy=policy, address=address)
    return follower


def publish_update(policy, title="Illustrative Water Policy moves on", **fields):
    page = UpdatePage(title=title, introduction="A meeting is planned.", live=False, **fields)
    policy.add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def post_form(client, policy, **fields):
    data = {"address": "wanjiku@example.org", "language": "en", "frequency": AT_ONCE, **fields}
    return client.post(reverse("policies:follow", args=[policy.slug]), data)


def path_in(text, kind):
    """The address of ours in a mail that holds ``kind``, as a path."""
    return urlsplit(re.search(rf"https?://\S+/following/{kind}/\S+", text)[0]).path


def states(model=Delivery):
    return sorted(model.objects.values_list("state", flat=True))


# Asking


def test_form__is_on_a_page_of_its_own_with_feed_and_calendar(client, policy):
    page = client.get(reverse("policies:follow", args=[policy.slug]))
    html = page.content.decode()
    assert page.status_code == 200
    assert page.context["form"]["language"].value() == "en"
    assert reverse("policies:policy_feed", args=[policy.slug]) in html
    assert reverse("policies:policy_calendar", args=[policy.slug]) in html


@pytest.mark.parametrize("method", ["get", "post"])
def test_form__is_not_found_for_a_policy_that_is_not_public(client, policy, method):
    policy.unpublish()
    url = reverse("policies:follow", args=[policy.slug])
    assert getattr(client, method)(url).status_code == 404


@pytest.mark.parametrize(
    "fields",
    [{"address": ""}, {"address": "no address"}, {"language": "fr"}, {"frequency": "hourly"}],
)
def test_form__says_what_is_wrong(client, policy, fields):
    page = post_form(client, policy, **fields)
    assert page.status_code == 422
    assert set(page.context["form"].errors) == set(fields)
    assert not FollowRequest.objects.exists()


def test_form__is_not_offered_where_mails_would_only_be_printed(client, policy, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    page = client.get(reverse("policies:follow", args=[policy.slug]))
    assert 'name="address"' not in page.content.decode()
    post_form(client, policy)
    assert not FollowRequest.objects.exists()


def test_policy_page__names_the_mails_only_where_they_can_be_sent(client, policy, settings):
    follow = reverse("policies:follow", args=[policy.slug])
    assert follow in client.get(policy.url).content.decode()
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    cache.clear()
    page = client.get(policy.url).content.decode()
    assert follow not in page
    assert reverse("policies:policy_feed", args=[policy.slug]) in page
    assert reverse("policies:policy_calendar", args=[policy.slug]) in page


def test_check__tells_the_owner_that_no_mail_can_be_sent(settings):
    assert check_mail(None) == []
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    (found,) = check_mail(None)
    assert (found.id, "EMAIL_URL" in found.hint) == ("policies.W001", True)


def test_asking__stores_a_request_and_mails_a_link(client, policy):
    page = post_form(client, policy, address=" Wanjiku@Example.org ", frequency=DAILY)
    assert page.url == reverse("policies:follow_sent", args=[policy.slug])
    assert client.get(page.url).status_code == 200
    assert not Follower.objects.exists()

    assert sending.send_due() == 1
    (sent,) = mail.outbox
    assert sent.to == ["wanjiku@example.org"]
    assert policy.title in sent.subject
    assert FollowRequest.objects.get().state == MailState.SENT


def test_asking__looks_the_same_whether_or_not_the_address_follows(client, policy):
    follow(policy, "follows@example.org")
    pages = [
        post_form(client, policy, address=a) for a in ("follows@example.org", "new@example.org")
    ]
    sending.send_due()
    assert len({(page.status_code, page.url) for page in pages}) == 1
    known, new = mail.outbox
    assert known.subject == new.subject
    assert re.sub(r"confirm/\S+", "", known.body) == re.sub(r"confirm/\S+", "", new.body)
    assert Follower.objects.count() == 1


def test_asking__again_at_once_sends_no_second_mail(client, policy):
    for _time in range(2):
        post_form(client, policy)
        sending.send_due()
    assert len(mail.outbox) == 1


def test_asking__again_later_sends_another_with_the_new_choice(client, policy):
    post_form(client, policy)
    sending.send_due()
    FollowRequest.objects.update(due_at=timezone.now() - services.ASK_AGAIN_AFTER * 2)
    post_form(client, policy, frequency=DAILY)
    sending.send_due()
    assert len(mail.outbox) == 2
    assert FollowRequest.objects.get().frequency == DAILY


def test_asking__is_limited_for_an_address_that_others_type(client, monkeypatch):
    monkeypatch.setattr(services, "TO_ADDRESS", Limit("test", most=2, seconds=10**9))
    pages = [post_form(client, make_policy(1)) for _time in range(3)]
    assert {page.status_code for page in pages} == {302}
    assert FollowRequest.objects.count() == 2


@pytest.fixture
def few_from_a_network(monkeypatch):
    monkeypatch.setattr("policies.follow.views.FROM_NETWORK", Limit("test", most=2, seconds=10**9))


def test_asking__is_limited_for_one_place_on_the_network(client, policy, few_from_a_network):
    pages = [post_form(client, policy, address=f"p{n}@example.org") for n in range(3)]
    assert [page.status_code for page in pages] == [302, 302, 429]
    assert "you can try again" in pages[-1].content.decode()
    assert FollowRequest.objects.count() == 2


def test_asking__what_is_refused_or_sent_twice_counts_for_nobody(
    client, policy, few_from_a_network
):
    for fields in ({"address": "no address"}, {"website": "http://spam.example"}, {}, {}):
        post_form(client, policy, **fields)
    assert post_form(client, policy, address="neighbour@example.org").status_code == 302
    assert FollowRequest.objects.count() == 2


def test_asking__as_a_script_does_nothing_and_looks_the_same(client, policy):
    page = post_form(client, policy, website="http://spam.example")
    assert page.status_code == 302
    assert not FollowRequest.objects.exists()


def test_forget_requests__erases_addresses_after_seven_days(client, policy):
    post_form(client, policy)
    assert services.forget_requests() == 0
    FollowRequest.objects.update(created_at=timezone.now() - 7 * DAY - timedelta(minutes=1))
    assert services.forget_requests() == 1
    assert not FollowRequest.objects.exists()


# Confirming and stopping


def asked(client, policy, **fields):
    """The path to confirm, from the mail that asking sent."""
    post_form(client, policy, **fields)
    sending.send_due()
    return path_in(mail.outbox[-1].body, "confirm")


def test_confirm__shows_a_button_and_begins_only_when_it_is_pressed(client, policy):
    path = asked(client, policy, language="sw", frequency=DAILY)
    page = client.get(path)
    assert page.status_code == 200
    assert page["X-Robots-Tag"] == "noindex"
    assert not Follower.objects.exists()

    assert client.post(path).status_code == 200
    follower = Follower.objects.get()
    assert (follower.policy, follower.language, follower.frequency) == (policy, "sw", DAILY)
    assert follower.contact.address == "wanjiku@example.org"


def test_confirm__pressed_twice_it_says_the_same_twice(client, policy):
    path = asked(client, policy)
    first, second = (client.post(path) for _time in range(2))
    assert (first.status_code, second.status_code) == (200, 200)
    assert "You follow this policy" in second.content.decode()
    assert Follower.objects.count() == FollowerContact.objects.count() == 1


def test_confirm__of_one_who_has_stopped_begins_nothing(client, policy):
    path = asked(client, policy)
    client.post(path)
    other = follow(make_policy(1))
    services.stop_following(Follower.objects.exclude(pk=other.pk).get())
    assert client.post(path).status_code == 410
    assert Follower.objects.get() == other
    assert not FollowRequest.objects.exists()


def test_confirm__of_one_who_follows_takes_over_the_new_choice(client, policy):
    before = follow(policy)
    client.post(asked(client, policy, frequency=DAILY))
    assert Follower.objects.get().pk == before.pk
    assert Follower.objects.get().frequency == DAILY


@pytest.mark.parametrize("method", ["get", "post"])
def test_confirm__refuses_a_link_that_is_not_ours_or_too_old(client, policy, method, monkeypatch):
    path = asked(client, policy)
    send = getattr(client, method)
    assert send(path[:-3] + "xx/").status_code == 410
    monkeypatch.setattr(links, "CONFIRM_WITHIN", timedelta(seconds=-1))
    assert send(path).status_code == 410
    assert not Follower.objects.exists()


def test_links__to_stop_do_not_confirm(client, policy):
    follower = follow(policy)
    token = urlsplit(links.stop_url(follower)).path.split("/")[-2]
    assert client.post(reverse("policies:follow_confirm", args=[token])).status_code == 410


def test_stop__shows_a_button_and_erases_only_when_it_is_pressed(client, policy):
    follower = follow(policy)
    publish_update(policy)
    path = urlsplit(links.stop_url(follower)).path
    assert client.get(path).status_code == 200
    assert Follower.objects.exists()

    assert client.post(path).status_code == 200
    assert not FollowerContact.objects.exists()
    assert not Delivery.objects.exists()
    assert client.get(path).status_code == 200
    assert sending.send_due() == 0


def test_stop__takes_the_one_request_of_a_mail_program(policy):
    from django.test import Client

    follower = follow(policy)
    path = urlsplit(links.stop_url(follower)).path
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(path, {"List-Unsubscribe": "One-Click"})
    assert response.status_code == 200
    assert not Follower.objects.exists()


def test_stop__refuses_a_forged_link(client, policy):
    follower = follow(policy)
    forged = reverse("policies:follow_stop", args=[f"{follower.uid.hex}:AAAA"])
    assert client.post(forged).status_code == 410
    assert Follower.objects.exists()


# What is queued


def test_announce__queues_a_published_update_for_every_follower_once(policy):
    follow(policy, "a@example.org")
    follow(policy, "b@example.org")
    follow(make_policy(1), "c@example.org")
    page = publish_update(policy)
    assert Delivery.objects.count() == 2
    page.introduction = "Corrected."
    page.save_revision().publish()
    assert Delivery.objects.count() == 2


def test_announce__tells_nobody_what_was_published_before_they_followed(policy):
    page = publish_update(policy)
    follow(policy)
    page.save_revision().publish()
    assert not Delivery.objects.exists()


@pytest.mark.parametrize("state", MailState.values)
def test_prune__erases_what_is_long_settled_and_nothing_else(policy, settings, state):
    settings.MAIL_RECORD_DAYS = 30
    follow(policy)
    services.announce(publish_update(policy))
    Delivery.objects.update(state=state, due_at=timezone.now() - 29 * DAY)
    assert services.prune_deliveries() == 0
    Delivery.objects.update(due_at=timezone.now() - 31 * DAY)
    assert services.prune_deliveries() == (state in ("sent", "unknown", "failed", "dropped"))


def test_prune__does_not_have_an_old_update_sent_again(policy, settings):
    follower = follow(policy)
    Follower.objects.filter(pk=follower.pk).update(confirmed_at=timezone.now() - 400 * DAY)
    update = publish_update(policy)
    Delivery.objects.update(state=MailState.SENT, due_at=timezone.now() - 91 * DAY)
    UpdatePage.objects.update(first_published_at=timezone.now() - 91 * DAY)
    assert services.prune_deliveries() == 1
    update.refresh_from_db()
    update.save_revision().publish()
    assert services.announce(update) == 0
    assert not Delivery.objects.exists()


def test_announce__ignores_updates_of_the_network_itself(policy):
    follow(policy)
    publish_update(policy.get_parent().get_parent().specific)
    assert not Delivery.objects.exists()


@pytest.mark.parametrize(("hour", "days"), [(6, 0), (7, 1), (23, 1)])
def test_next_digest__is_the_next_morning_in_nairobi(hour, days):
    now = timezone.make_aware(timezone.datetime(2026, 3, 31, hour))
    digest = timezone.localtime(services.next_digest(now))
    assert (digest.hour, digest.date() - now.date()) == (7, days * DAY)


# What is sent


def test_send_due__mails_an_update_with_a_way_to_stop_in_it_and_in_its_headers(client, policy):
    follow(policy)
    page = publish_update(policy)
    assert sending.send_due() == 1
    (sent,) = mail.outbox
    assert sent.subject == page.title
    assert page.introduction in sent.body
    assert page.url in sent.body
    header = sent.extra_headers["List-Unsubscribe"]
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = path_in(sent.body, "stop")
    assert path in header
    client.post(path)
    assert not Follower.objects.exists()


def test_send_due__names_the_policy_in_the_subject_of_an_editors_update(policy):
    follow(policy)
    publish_update(policy, title="A hall\r\nhas been booked")
    sending.send_due()
    assert mail.outbox[0].subject == "Illustrative Water Policy: A hall has been booked"


def test_send_due__keeps_hostile_words_text_in_both_parts(policy):
    follow(policy)
    publish_update(policy, title="<script>alert(1)</script> & more")
    sending.send_due()
    (sent,) = mail.outbox
    html = sent.alternatives[0][0]
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "<script>alert(1)</script> & more" in sent.body


def test_send_due__sends_a_days_updates_as_one_mail_when_it_is_time(policy):
    follow(policy, frequency=DAILY)
    for title in ("One thing", "Another thing"):
        publish_update(policy, title=title)
    assert sending.send_due() == 0
    Delivery.objects.update(due_at=timezone.now())
    assert sending.send_due() == 1
    (sent,) = mail.outbox
    assert "One thing" in sent.body
    assert "Another thing" in sent.body
    assert states() == [MailState.SENT, MailState.SENT]


def test_send_due__drops_an_update_that_was_withdrawn_meanwhile(policy):
    follow(policy)
    publish_update(policy).unpublish()
    assert sending.send_due() == 0
    assert states() == [MailState.DROPPED]


def test_send_due__writes_in_the_language_that_was_chosen(policy):
    follow(policy, language="sw")
    publish_update(policy)
    sending.send_due()
    (sent,) = mail.outbox
    assert '<html lang="sw">' in sent.alternatives[0][0]
    assert '<div lang="en">' in sent.alternatives[0][0]
    assert "/sw/following/stop/" in sent.body


def test_send_due__tells_an_update_of_the_system_in_the_language_that_was_chosen(policy):
    follow(policy, address="en@example.org")
    follow(policy, address="sw@example.org", language="sw")
    standard_updates.post(kind="answers", edition=policy.current_edition)
    sending.send_due()
    subjects = {sent.to[0]: sent.subject for sent in mail.outbox}
    assert subjects["en@example.org"].endswith(": the answers are out")
    assert subjects["sw@example.org"].endswith(": majibu yametoka")


def test_send_due__keeps_going_over_several_batches(policy, monkeypatch):
    monkeypatch.setattr(sending, "BATCH", 2)
    addresses = {f"p{n}@example.org" for n in range(5)}
    for address in addresses:
        follow(policy, address)
    publish_update(policy)
    assert sending.send_due() == 5
    assert {message.to[0] for message in mail.outbox} == addresses


def test_claim__gives_no_delivery_to_two(policy):
    follow(policy)
    publish_update(policy)
    assert sending._claim_deliveries() is not None
    assert sending._claim_deliveries() is None


def test_send_letter__sends_nothing_after_the_claim_was_lost(policy):
    follow(policy)
    publish_update(policy)
    batch = sending._claim_deliveries()
    Delivery.objects.update(state=MailState.WAITING, token=None)
    assert list(sending._send(batch)) == []
    assert mail.outbox == []


# What editors see of it


def test_admin__lists_what_became_of_each_mail_without_an_address(client, policy):
    follow(policy)
    page = publish_update(policy)
    Delivery.objects.update(state=MailState.FAILED, error="SMTPDataError 554")
    client.force_login(make_user("Editors"))
    html = client.get(reverse("policy-mails:index")).content.decode()
    assert page.title in html
    assert "Given up" in html
    assert "SMTPDataError 554" in html
    assert "wanjiku@" not in html


# With a real mail server


def test_smtp__delivers_whole_messages(smtp_sink, policy):  # noqa: F811
    follow(policy)
    publish_update(policy, title="Maji ni uhai: “maoni” yako")
    assert sending.send_due() == 1
    (message,) = smtp_sink.messages
    assert message["To"] == "wanjiku@example.org"
    assert "“maoni” yako" in message["Subject"]
    assert re.fullmatch(r"<https?://\S+/following/stop/\S+/>", message["List-Unsubscribe"].strip())
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert {part.get_content_type() for part in message.iter_parts()} == {"text/plain", "text/html"}


def test_smtp__that_is_away_postpones_and_at_last_gives_up(policy, settings, caplog):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    follow(policy)
    publish_update(policy)
    waits = []
    for _time in range(sending.MAX_ATTEMPTS):
        before = timezone.now()
        sending.send_due()
        delivery = Delivery.objects.get()
        waits.append(round((delivery.due_at - before).total_seconds()))
        Delivery.objects.update(due_at=before)
    assert waits[:-1] == list(sending.BACKOFF_S)
    assert (delivery.state, delivery.error) == (MailState.FAILED, "ConnectionRefusedError 111")
    assert "example.org" not in caplog.text


def test_smtp__that_refuses_an_address_for_good_is_not_asked_again(smtp_sink, policy, caplog):  # noqa: F811
    caplog.set_level(logging.DEBUG)
    smtp_sink.on_recipient = lambda address: "550 No such user" if "gone" in address else None
    follow(policy, "gone@example.org")
    follow(policy, "here@example.org")
    publish_update(policy)
    assert sending.send_due() == 1
    assert smtp_sink.addresses == ["here@example.org"]
    assert states() == [MailState.FAILED, MailState.SENT]
    ours = [record.getMessage() for record in caplog.records if record.name != "mail.log"]
    assert "A mail was not accepted: SMTPRecipientsRefused 550" in ours
    assert not any("gone@" in line for line in ours)
    assert not Delivery.objects.filter(error__contains="@").exists()


def test_smtp__that_refuses_for_now_is_asked_again_later(smtp_sink, policy):  # noqa: F811
    smtp_sink.on_mail = lambda mail: "451 Try again later"
    follow(policy)
    publish_update(policy)
    assert sending.send_due() == 0
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.error) == (MailState.WAITING, "SMTPDataError 451")
    assert delivery.due_at > timezone.now()

    smtp_sink.on_mail = None
    Delivery.objects.update(due_at=timezone.now())
    assert sending.send_due() == 1
    assert len(smtp_sink.accepted) == 1


def test_smtp__that_hangs_up_in_the_middle_leaves_the_outcome_unknown(smtp_sink, policy):  # noqa: F811
    def hang_up(mail):
        raise ConnectionResetError

    smtp_sink.on_mail = hang_up
    follow(policy)
    publish_update(policy)
    sending.send_due()
    assert len(smtp_sink.accepted) == 1
    smtp_sink.on_mail = None
    Delivery.objects.update(due_at=timezone.now())
    sending.send_due()
    assert len(smtp_sink.accepted) == 1


def test_put_back_lapsed__frees_what_was_not_handed_over_and_nothing_else(policy):
    follow(policy, "a@example.org")
    follow(policy, "b@example.org")
    publish_update(policy)
    sending._claim_deliveries()
    first = Delivery.objects.order_by("pk").first()
    Delivery.objects.filter(pk=first.pk).update(state=MailState.HANDING_OVER)
    sending.put_back_lapsed()
    assert states() == [MailState.CLAIMED, MailState.HANDING_OVER]

    Delivery.objects.update(lease_until=timezone.now() - DAY)
    sending.put_back_lapsed()
    assert states() == [MailState.UNKNOWN, MailState.WAITING]
    assert sending.send_due() == 1
    assert mail.outbox[0].to == ["b@example.org"]


def test_worker__killed_in_the_middle_of_a_batch_mails_nobody_twice(
    worker_process,
    smtp_sink,  # noqa: F811
):
    worker = worker_process
    policy = make_policy(1)
    addresses = [f"p{n}@example.org" for n in range(6)]
    for address in addresses:
        follow(policy, address)

    def kill_at_third(mail):
        if len(smtp_sink.accepted) == 3:
            smtp_sink.on_mail = None
            worker.kill()

    smtp_sink.on_mail = kill_at_third
    mailing = {
        "EMAIL_URL": f"smtp://127.0.0.1:{smtp_sink.port}",
        "JOB_LEASE_SECONDS": "2",
    }
    worker.start(**mailing)
    publish_update(policy)
    wait_until(lambda: smtp_sink.on_mail is None, timeout_s=60, what="the third mail")
    wait_until(
        lambda: Delivery.objects.lapsed().count() == 4, timeout_s=60, what="the lease to run out"
    )
    assert states() == [MailState.CLAIMED] * 3 + [MailState.HANDING_OVER] + [MailState.SENT] * 2

    worker.start(**mailing)
    sending.put_back_lapsed()
    services._wake_sender()
    done = Delivery.objects.filter(state__in=(MailState.SENT, MailState.UNKNOWN))
    wait_until(lambda: done.count() == 6, timeout_s=60, what="the rest of the mails")
    assert sorted(smtp_sink.addresses) == addresses
    assert states() == [MailState.SENT] * 5 + [MailState.UNKNOWN]
    log = worker.log.read_text()
    assert "@example.org" not in log
