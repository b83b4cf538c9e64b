"""A policy with its drafts, or a file, shown to editors before any of it is public."""

import io

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from docx import Document as WordDocument
from PIL import Image
from wagtail.images import get_image_model

from policies.models import SectionPage
from tests.factories import make_published_policy, make_user
from tests.policies.importing import TEXT, create, read
from tests.policies.readers_sample import section


def make_with_draft():
    policy = make_published_policy(2, open=False)
    page = section(policy, 1)
    page.body = [("paragraph", "<p>Words of the second edition.</p>")]
    page.save_revision()
    return policy


@pytest.fixture(scope="module")
def made(make_once):
    return make_once(make_with_draft)


def test_preview__shows_every_draft_in_its_place_and_publishes_nothing(client, editor, policy):
    policy.title = "Water Policy, second text"
    policy.save_revision()
    where = reverse("policies_admin:preview", args=[policy.pk])
    response = client.get(where)
    page = response.content.decode()
    assert "Words of the second edition." in page
    assert "Water Policy, second text" in page
    assert "The county shall do Section 2." in page
    assert "no-store" in response["Cache-Control"]
    assert where in client.get(reverse("policies_admin:publish", args=[policy.pk])).content.decode()
    assert "second edition" not in client.get(section(policy, 1).url).content.decode()


@pytest.mark.parametrize("role", ["", "Moderators", "Analysts", "Approvers", "Clerks"])
def test_preview__is_for_editors_alone(client, policy, role):
    client.force_login(make_user(role))
    response = client.get(reverse("policies_admin:preview", args=[policy.pk]))
    assert response.status_code in (302, 403)


def preview_of(client, row) -> BeautifulSoup:
    where = reverse("policies_admin:read", args=[row.pk])
    review = client.get(reverse("policies_admin:outline", args=[row.pk])).content.decode()
    assert where in review
    response = client.get(where)
    assert "no-store" in response["Cache-Control"]
    page = BeautifulSoup(response.content, "lxml")
    assert page.select_one("meta[name=robots]")["content"] == "noindex"
    anchors = [each["id"] for each in page.select("[id]")]
    assert len(anchors) == len(set(anchors))
    return page


def test_preview_of_a_file__shows_it_as_readers_would_see_it(client, editor):
    row = read(
        client, "# Water <Policy>\n\n## 1. Scope\n\nAll <b>wards</b>.\n\n### 1.1 Wells\n\nDug.\n"
    )
    page = preview_of(client, row)
    assert page.h1.text == "Water <Policy>"
    assert [each.text for each in page.select("h2.law-head, h3.law-head")] == [
        "1 Scope",
        "1.1 Wells",
    ]
    assert "All wards." in page.text
    assert "nothing of it is public yet" in page.text
    assert not SectionPage.objects.filter(title="Wells").exists()


def test_preview_of_a_file__is_of_the_next_text_of_a_policy_and_changes_nothing(client, editor):
    policy = create(client, read(client), title="Water Policy", publish="yes").policy
    row = read(client, TEXT.replace("dig wells", "dig deep wells"), policy=policy)
    page = preview_of(client, row)
    assert page.h1.text == "Water Policy"
    assert "dig deep wells" in page.text
    assert (
        where_matched(row)
        in client.get(reverse("policies_admin:match", args=[row.pk])).content.decode()
    )
    assert "deep" not in client.get(policy.url + "whole-text/").content.decode()


def where_matched(row) -> str:
    return reverse("policies_admin:read", args=[row.pk])


def test_preview_of_a_file__shows_its_pictures_before_they_are_images_of_the_site(client, editor):
    picture, file = io.BytesIO(), io.BytesIO()
    Image.new("RGB", (300, 200), "teal").save(picture, "PNG")
    document = WordDocument()
    document.add_heading("1. Wells", 1)
    document.add_paragraph("The county shall dig wells.")
    document.add_picture(io.BytesIO(picture.getvalue()))
    document.save(file)
    page = preview_of(client, read(client, file.getvalue(), "policy.docx"))
    image = page.select_one("figure img")
    assert client.get(image["src"]).status_code == 200
    assert not get_image_model().objects.exists()


@pytest.mark.parametrize("role", ["", "Moderators", "Analysts", "Approvers", "Clerks"])
def test_preview_of_a_file__is_for_editors_alone(client, editor, role):
    where = reverse("policies_admin:read", args=[read(client).pk])
    client.force_login(make_user(role))
    assert client.get(where).status_code in (302, 403)
