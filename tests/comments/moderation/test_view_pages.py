"""Saved views: the list as it was narrowed and sorted, under a name."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from comments.models import Contact, SavedView
from comments.register.erasing import erase
from policies.models import PolicyTag
from tests.factories import make_comment, make_policy, make_user

NAMES = "wagtailsnippets_comments_comment:"
LIST = f"{NAMES}list"


@pytest.fixture(scope="module")
def made(make_once):
    return make_once(lambda: make_policy(tags=("Youth", "Water")))


@pytest.fixture
def moderator(client, db):
    user = make_user("Moderators")
    client.force_login(user)
    return user


def address(name: str, *args) -> str:
    return reverse(f"{NAMES}{name}", args=args)


def save(client, query: str, name: str = "To read", **data):
    return client.post(address("view_new") + query, {"name": name, **data})


def opened(client, view: SavedView):
    return client.get(address("view_open", view.pk), follow=True)


def words(response) -> str:
    return " ".join(BeautifulSoup(response.content, "lxml").get_text(" ").split())


def test_view__is_opened_from_the_list_with_its_filters_and_sorting(client, moderator, policy):
    early, late = (make_comment(policy, stance="oppose") for _n in range(2))
    make_comment(policy, stance="support")
    query = "?stance=oppose&ordering=number&p=1"
    assert "Stance: Oppose" in words(client.get(address("view_new") + query))
    assert save(client, query).url == reverse(LIST) + "?stance=oppose&ordering=number"
    view = SavedView.objects.get()
    page = client.get(reverse(LIST)).content.decode()
    assert f'href="{address("view_open", view.pk)}">To read</a>' in page
    assert list(opened(client, view).context["object_list"]) == [early, late]


def test_view__is_for_its_owner_until_it_is_shared(client, moderator, policy):
    save(client, "?state=received", "Kept to me")
    save(client, "?state=hidden", "Shared with all", is_shared="on")
    client.get(reverse(LIST))  # which tells that they are saved
    mine, ours = SavedView.objects.order_by("name")
    for role, status in (("Moderators", 200), ("Analysts", 200)):
        client.force_login(make_user(role))
        page = words(client.get(reverse(LIST)))
        assert "Shared with all" in page
        assert "Kept to me" not in page
        assert opened(client, mine).status_code == 404
        assert opened(client, ours).status_code == status
        assert str(moderator) in words(client.get(address("views")))


def test_view__is_changed_and_deleted_by_its_owner_alone(client, moderator, policy):
    save(client, "?state=received", is_shared="on")
    view = SavedView.objects.get()
    client.force_login(make_user("Moderators"))
    data = {"name": "Taken over"}
    edit = address("view_edit", view.pk)
    assert client.get(edit, follow=True).status_code == 404
    client.post(edit, data)
    client.post(address("view_delete", view.pk))
    assert SavedView.objects.get().name == "To read"
    client.force_login(moderator)
    assert "Colleagues lose it" in words(client.get(edit))
    client.post(edit, data)
    view.refresh_from_db()
    assert (view.name, view.is_shared, view.query) == ("Taken over", False, "state=received")
    client.post(address("view_delete", view.pk))
    assert not SavedView.objects.exists()


def test_view__says_which_filter_is_no_longer_there(client, moderator, policy):
    tag = PolicyTag.objects.get(name="Water")
    wanted = make_comment(policy, stance="oppose")
    make_comment(policy, stance="support")
    save(client, f"?stance=oppose&tags={tag.pk}&ward=KE-00&colour=green&ordering=number")
    assert SavedView.objects.exists()
    tag.delete()
    page = opened(client, SavedView.objects.get())
    said = words(page)
    assert "was narrowed by what is no longer there" in said
    for lost in ("Tags", "Ward", "colour"):
        assert lost in said
    assert list(page.context["object_list"]) == [wanted]
    assert page.redirect_chain[-1][0] == reverse(LIST) + "?stance=oppose&ordering=number"
    assert "No longer there: colour, Tags, Ward" in words(client.get(address("views")))


def test_view__keeps_a_range_of_days_and_words(client, moderator, policy):
    make_comment(policy, text="the wanted words")
    query = "?q=wanted&received_at_after=2026-01-01&received_at_before=2099-01-01"
    save(client, query)
    page = opened(client, SavedView.objects.get())
    assert "no longer there" not in words(page)
    assert page.redirect_chain[-1][0] == reverse(LIST) + query


def test_view__keeps_who_left_an_address_for_those_who_answer(client, policy):
    wanted = make_comment(policy)
    make_comment(policy)
    Contact.objects.create(submission=wanted.submission, email="zuhura@example.org")
    client.force_login(make_user("Analysts"))
    query = "?wants_answer=true"
    label = "Left a telephone number or e-mail: Yes"
    assert label in words(client.get(address("view_new") + query))
    save(client, query, is_shared="on")
    view = SavedView.objects.get()
    page = opened(client, view)
    assert "no longer there" not in words(page)
    assert list(page.context["object_list"]) == [wanted]
    client.post(address("export") + query, {"format": "csv"})
    assert label in words(client.get(address("exports")))
    client.force_login(make_user("Moderators"))
    assert "Left a telephone number" not in words(client.get(address("views")))


@pytest.mark.parametrize(
    ("typed", "goes"),
    [
        ("name=Wanjiru", True),
        ("name=wanj", True),
        ("q=wanjiru+WA+Mfano", True),
        ("q=said+by+Wanjiru+wa+Mfano", True),
        ("q=wanjiru%40example.org", True),
        ("q=water", False),
        ("q=wanjiru+market", False),
        ("name=Juma", False),
    ],
)
def test_view__forgets_who_was_erased_and_says_so(client, moderator, policy, typed, goes):
    comment = make_comment(policy, name="Wanjiru wa Mfano")
    Contact.objects.create(submission=comment.submission, email="wanjiru@example.org")
    query = f"stance=oppose&{typed}"
    save(client, f"?{query}")
    erase(submission=comment.submission, reason="asked", user=make_user("Superuser"))
    view = SavedView.objects.get()
    assert view.query == ("stance=oppose&erased=1" if goes else query)
    said = "narrowed by what is no longer there: a name or words, erased"
    assert (said in words(opened(client, view))) == goes


def test_view__of_a_query_that_is_too_long_is_refused(client, moderator, policy):
    query = "?stance=oppose&tags=" + "&tags=".join(str(n) for n in range(1000))
    assert client.get(address("view_new") + query).url == reverse(LIST) + query
    assert save(client, query).url == reverse(LIST) + query
    assert not SavedView.objects.exists()
    assert "choose fewer filters" in words(client.get(reverse(LIST)))


@pytest.mark.parametrize("name", ["", "x" * 81, "To read"])
def test_view__needs_a_name_of_its_own(client, moderator, policy, name):
    save(client, "")
    assert save(client, "", name).status_code == 422
    assert SavedView.objects.count() == 1


def test_view__name_and_query_are_data(client, moderator, policy):
    name = "<script>alert(1)</script>"
    save(client, "?q=<b>&next=//elsewhere.example/", name)
    page = client.get(reverse(LIST)).content.decode()
    assert name not in page
    response = client.get(address("view_open", SavedView.objects.get().pk))
    assert response.url.startswith(reverse(LIST) + "?")


@pytest.mark.parametrize("role", ["Editors", "Clerks", "Approvers"])
def test_view__is_for_those_who_may_see_the_list(client, policy, role):
    client.force_login(make_user(role))
    save(client, "")
    assert not SavedView.objects.exists()
