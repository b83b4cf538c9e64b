"""Names that are there once in any case, and deleting what others refer to."""

import pytest
from django.urls import reverse

from analysis.models import Code
from home.models import Organisation
from policies.models import PolicyTag
from tests.factories import make_comment, make_policy, make_user

pytestmark = pytest.mark.django_db


def url_of(tag: PolicyTag) -> str:
    return reverse(tag.snippet_viewset.get_url_name("delete"), args=[tag.pk])


@pytest.fixture
def used(client) -> PolicyTag:
    client.force_login(make_user("Editors"))
    policy = make_policy(tags=("Youth",))
    tag = policy.tags.get()
    make_comment(policy, tags=[tag])
    return tag


@pytest.mark.parametrize("method", ["get", "post"])
def test_delete__of_a_tag_in_use_says_why_it_stays(client, used, method):
    response = getattr(client, method)(url_of(used), follow=True)
    assert response.status_code == 200
    assert "“Youth” cannot be deleted" in response.content.decode()
    assert PolicyTag.objects.filter(pk=used.pk).exists()


def test_delete__of_many_with_one_in_use_deletes_none(client, used):
    other = PolicyTag.objects.create(name="Not used")
    url = reverse("wagtail_bulk_action", args=["policies", "policytag", "delete"])
    response = client.post(f"{url}?id={other.pk}&id={used.pk}", follow=True)
    assert "“Youth” cannot be deleted" in response.content.decode()
    assert PolicyTag.objects.count() == 2


def test_delete__of_a_tag_that_nobody_uses_goes_through(client, used):
    other = PolicyTag.objects.create(name="Not used")
    client.post(url_of(other))
    assert not PolicyTag.objects.filter(pk=other.pk).exists()


@pytest.mark.parametrize(
    ("role", "model", "fields"),
    [
        ("Editors", PolicyTag, {}),
        ("Analysts", Code, {"policy": make_policy}),
        ("Editors", Organisation, {"kind": "other"}),
    ],
)
def test_add__a_name_in_another_case_is_refused_and_a_slug_makes_itself(
    client, role, model, fields
):
    client.force_login(make_user(role))
    given = {name: make().pk if callable(make) else make for name, make in fields.items()}
    url = reverse(model.snippet_viewset.get_url_name("add"))
    client.post(url, {**given, "name": "Roads & water"})
    again = client.post(url, {**given, "name": "ROADS & Water"})
    assert "of this name already" in again.content.decode()
    [made] = model.objects.all()
    assert getattr(made, "slug", "roads-water") == "roads-water"
