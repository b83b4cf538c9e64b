"""Staff are invited by mail: who may, what it says first, what its link opens, what goes wrong."""

import re
from datetime import timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from consult.accounts import invitations
from consult.accounts.invitations import INVITE_AGAIN, invited
from tests.consult.accounts.signing_in import set_up_phone, sign_in_by_password
from tests.factories import make_user

NEW = "invitations:new"
ADDRESS, WORD = "grace@example.org", "kisima-cha-maji-7"
User = get_user_model()


@pytest.fixture
def administrator(client, db):
    user = make_user("Superuser", first_name="Amina", last_name="Wekesa")
    client.force_login(user)
    return user


def typed(language="en", **fields):
    role = Group.objects.get(name="Clerks")
    person = {"first_name": "Grace", "last_name": "Otieno", "email": ADDRESS}
    return {**person, "language": language, "roles": [role.pk], **fields}


def send(client, **fields):
    return client.post(reverse(NEW), {**typed(**fields), "do": "send"}, follow=True)


def account():
    return User.objects.get(email=ADDRESS)


def link(number=-1) -> str:
    """The path in a mail that was sent."""
    return re.search(r"://[^/]+(/\w\w/account/password/new/\S+)", mail.outbox[number].body)[1]


def refuse(self, messages):
    raise SMTPServerDisconnected


def follow(client, path):
    return client.get(path, follow=True)


def choose_password(client, path, password=WORD):
    page = follow(client, path)
    form = {"password1": password, "password2": password}
    return client.post(page.redirect_chain[-1][0], form)


def test_invite__says_first_what_it_does_and_to_whom_and_does_nothing(client, administrator):
    assert "for 3 days" in client.get(reverse(NEW)).content.decode()
    page = client.post(reverse(NEW), typed(language="sw")).content.decode()
    for words in ("Grace Otieno", ADDRESS, "Kiswahili", "Clerks", "for 3 days"):
        assert words in page
    changing = client.post(reverse(NEW), {**typed(), "do": "change"}).content.decode()
    assert 'value="Grace"' in changing
    assert not mail.outbox
    assert not invited().exists()


@pytest.mark.parametrize(
    ("language", "words", "heading"),
    [("en", "Amina Wekesa invites you", "Welcome, Grace"), ("sw", "Amina Wekesa", "Karibu, Grace")],
)
def test_invite__leads_by_a_mail_to_a_password_and_a_second_factor(
    client, transactional_db, administrator, settings, language, words, heading
):
    page = send(client, language=language)
    assert ADDRESS in page.content.decode()
    [message] = mail.outbox
    assert message.to == [ADDRESS]
    assert words in message.body
    assert "3" in message.body
    assert link().startswith(f"/{language}/")
    person = Client()
    assert heading in follow(person, link()).content.decode()
    assert choose_password(person, link()).status_code == 302
    assert not invited().exists()
    settings.SECOND_FACTOR = True
    sign_in_by_password(person, account(), WORD)
    assert follow(person, "/admin/").redirect_chain[-1][0] == reverse("mfa_index")
    set_up_phone(person)
    home = person.get("/admin/")
    assert home.status_code == 200
    assert f'lang="{language}"' in home.content.decode()
    assert [group.name for group in account().groups.all()] == ["Clerks"]


def test_invite__its_link_works_once(client, administrator):
    send(client)
    choose_password(Client(), link())
    page = follow(Client(), link()).content.decode()
    assert "This link works no longer" in page
    assert "password1" not in page


def test_invite__an_ended_link_says_what_to_do_and_a_new_one_can_be_asked_for(
    client, administrator, settings
):
    send(client)
    settings.PASSWORD_RESET_TIMEOUT = -1
    page = follow(Client(), link()).content.decode()
    assert reverse("account_reset_password") in page
    assert "whoever invited you" in page
    settings.PASSWORD_RESET_TIMEOUT = 3600
    Client().post(reverse("account_reset_password"), {"email": ADDRESS})
    assert choose_password(Client(), link()).status_code == 302


def test_first_password__says_nothing_of_sessions_that_never_were(client, administrator):
    send(client)
    person = Client()
    done = choose_password(person, link())
    assert "signed out" not in person.get(done["Location"]).content.decode()
    Client().post(reverse("account_reset_password"), {"email": ADDRESS})
    done = choose_password(person, link(), "another-word-for-9")
    page = person.get(done["Location"]).content.decode()
    assert "Wherever you were signed in, you are signed out." in page
    assert "everywhere else" not in page


def test_invite__is_on_record_without_the_address(client, administrator):
    send(client)
    person = account()
    client.post(reverse("invitations:again", args=[person.pk]))
    client.post(reverse("invitations:withdraw", args=[person.pk]))
    entries = ModelLogEntry.objects.filter(action__startswith="consult.").order_by("pk")
    done = [entry.action.removeprefix("consult.") for entry in entries]
    assert done == ["invite", "invite_again", "withdraw_invitation"]
    assert {entry.user for entry in entries} == {administrator}
    kept = [f"{entry.label} {entry.data}" for entry in entries]
    assert not any(ADDRESS in each or "Grace" in each for each in kept)


def test_send_again__lets_the_earlier_link_end(client, administrator):
    send(client)
    first, again = link(), reverse("invitations:again", args=[account().pk])
    assert ADDRESS in client.get(again).content.decode()
    client.post(again)
    assert "works no longer" in follow(Client(), first).content.decode()
    assert choose_password(Client(), link()).status_code == 302
    for ask in (client.get, client.post):
        assert "has come meanwhile" in ask(again, follow=True).content.decode()
    assert len(mail.outbox) == 2


def test_withdraw_invitation__erases_the_account_and_ends_the_link(client, administrator):
    send(client)
    url = reverse("invitations:withdraw", args=[account().pk])
    assert "opens nothing" in client.get(url).content.decode()
    assert User.objects.filter(email=ADDRESS).exists()
    client.post(url)
    assert not User.objects.filter(email=ADDRESS).exists()
    assert "works no longer" in follow(Client(), link()).content.decode()
    send(client)
    assert invited().count() == 1


def test_withdraw_invitation__takes_nobody_away_who_has_come(client, administrator):
    send(client)
    url = reverse("invitations:withdraw", args=[account().pk])
    choose_password(Client(), link())
    assert "has come meanwhile" in client.post(url, follow=True).content.decode()
    assert account().has_usable_password()
    client.post(reverse("invitations:withdraw", args=[administrator.pk]))
    assert User.objects.filter(pk=administrator.pk).exists()


def test_invited__is_nobody_whose_account_was_made_otherwise(client, administrator):
    other = User.objects.create_user("register", email="register@example.org", password=None)
    listing = client.get(reverse("wagtailusers_users:index")).content.decode()
    assert "not yet come" not in listing.lower()
    for name in ("again", "withdraw"):
        url = reverse(f"invitations:{name}", args=[other.pk])
        assert url not in listing
        assert "has come meanwhile" in client.post(url, follow=True).content.decode()
    assert User.objects.filter(pk=other.pk).exists()
    assert not mail.outbox


def test_users__say_who_has_not_come_yet(client, administrator, django_assert_max_num_queries):
    send(client)
    listing = reverse("wagtailusers_users:index")
    page = client.get(listing).content.decode()
    assert page.count("Invited, not yet come") == 1
    assert reverse(NEW) in page
    for name in ("again", "withdraw"):
        assert reverse(f"invitations:{name}", args=[account().pk]) in page
    ModelLogEntry.objects.update(timestamp=timezone.now() - timedelta(days=3, minutes=1))
    assert "the link has ended" in client.get(listing).content.decode()
    for number in range(8):
        send(client, email=f"{number}@example.org")
    with django_assert_max_num_queries(30):
        client.get(listing)
    choose_password(Client(), link())
    assert client.get(listing).content.decode().count("not yet come") == 7


@pytest.mark.parametrize("permission", ["add_user", "change_user"])
def test_invite__is_for_who_may_add_users_and_makes_them_no_administrator(client, db, permission):
    user = make_user("Clerks")
    user.user_permissions.add(Permission.objects.get(codename=permission))
    client.force_login(user)
    answer = send(client, is_superuser="on")
    assert invited().count() == (permission == "add_user")
    assert answer.status_code == (200 if permission == "add_user" else 403) or not mail.outbox
    assert not invited().filter(is_superuser=True).exists()


def test_invite__of_an_administrator_is_for_administrators(client, administrator):
    send(client, is_superuser="on", roles=[])
    assert account().is_superuser
    helper = make_user("Clerks")
    helper.user_permissions.add(Permission.objects.get(codename="add_user"))
    other = Client()
    other.force_login(helper)
    for name in ("again", "withdraw"):
        url = reverse(f"invitations:{name}", args=[account().pk])
        assert other.post(url)["Location"] == "/admin/"
    assert len(mail.outbox) == 1
    assert invited().count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "nobody"},
        {"email": ADDRESS.upper()},
        {"roles": []},
        {"language": "fr"},
        {"first_name": ""},
        {"roles": ["9999"]},
    ],
)
def test_invite__makes_nothing_of_what_is_wrong(client, administrator, wrong):
    make_user("Clerks", email=ADDRESS if "@" in wrong.get("email", "") else "other@example.org")
    before = User.objects.count()
    assert send(client, **wrong).status_code == 422
    assert User.objects.count() == before
    assert not mail.outbox


def test_invite__hostile_names_stay_words(client, administrator):
    send(client, first_name="<b>Grace</b>\r\nBcc: x@example.org", last_name="O'Tieno")
    [message] = mail.outbox
    assert message.recipients() == [ADDRESS]
    assert "<b>Grace</b>" in message.body
    page = client.get(reverse("invitations:again", args=[account().pk])).content.decode()
    assert "&lt;b&gt;Grace" in page


def test_invite__two_of_one_name_are_told_apart(client, administrator):
    for number in (1, 2):
        send(client, email=f"{number}@example.org")
    names = invited().order_by("pk").values_list("username", flat=True)
    assert list(names) == ["grace.otieno", "grace.otieno.2"]


def test_invite__without_a_mail_server_is_refused_beforehand(client, administrator, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    page = client.get(reverse(NEW)).content.decode()
    assert "No mail server is set" in page
    assert 'name="email"' not in page
    assert "No mail server is set" in send(client).content.decode()
    assert not User.objects.filter(email=ADDRESS).exists()


def test_invite__the_mail_server_does_not_take_stays_to_be_sent_again(
    client, administrator, monkeypatch
):
    with monkeypatch.context() as away:
        away.setattr(EmailBackend, "send_messages", refuse)
        assert "send it again later" in send(client).content.decode()
    assert invited().get() == account()
    client.post(reverse("invitations:again", args=[account().pk]))
    assert choose_password(Client(), link()).status_code == 302


def test_send_again__goes_to_one_address_five_times_a_day_and_the_last_link_works(
    client, administrator
):
    send(client)
    url = reverse("invitations:again", args=[account().pk])
    pages = [client.post(url, follow=True).content.decode() for _number in range(5)]
    assert "Several mails have gone" in pages[-1]
    assert len(mail.outbox) == 5
    assert ModelLogEntry.objects.filter(action=INVITE_AGAIN).count() == 4
    assert choose_password(Client(), link()).status_code == 302


def test_send_again__by_two_at_once_mails_one_link_which_works(client, administrator, monkeypatch):
    send(client)
    url = reverse("invitations:again", args=[account().pk])
    replace, pages = invitations._replace_password, []

    def second_comes_first(*args):
        monkeypatch.setattr(invitations, "_replace_password", replace)
        pages.append(client.post(url, follow=True).content.decode())
        return replace(*args)

    monkeypatch.setattr(invitations, "_replace_password", second_comes_first)
    pages.append(client.post(url, follow=True).content.decode())
    assert ["Somebody else has just sent" in page for page in pages] == [False, True]
    assert len(mail.outbox) == 2
    assert choose_password(Client(), link()).status_code == 302


def test_invite__names_who_invites_on_one_line(client, administrator):
    User.objects.filter(pk=administrator.pk).update(last_name="Wekesa\n\nhttps://example.org/")
    send(client)
    assert "Amina Wekesa https://example.org/ invites you" in mail.outbox[0].body


def test_send_again__leaves_the_earlier_link_where_the_mail_fails(
    client, administrator, monkeypatch
):
    send(client)
    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    url = reverse("invitations:again", args=[account().pk])
    assert "send it again later" in client.post(url, follow=True).content.decode()
    assert not ModelLogEntry.objects.filter(action=INVITE_AGAIN).exists()
    assert choose_password(Client(), link()).status_code == 302


def test_send_again__goes_nowhere_without_an_address(client, administrator):
    send(client)
    person = account()
    User.objects.filter(pk=person.pk).update(email="")
    url = reverse("invitations:again", args=[person.pk])
    assert "has no e-mail address" in client.post(url, follow=True).content.decode()
    assert len(mail.outbox) == 1
