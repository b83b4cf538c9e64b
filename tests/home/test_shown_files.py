"""Pictures and documents: who is handed the file."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from wagtail.models import CollectionViewRestriction, Page, PageViewRestriction, ReferenceIndex
from wagtail_factories import DocumentFactory, ImageFactory

from home.models import StandardPage
from policies.models import SectionPage
from tests.factories import SectionPageFactory, make_policy, make_user, sign_in
from tests.policies.readers_sample import change_text, next_edition, section

pytestmark = pytest.mark.django_db


@pytest.fixture
def water():
    return make_policy(2, slug="water", title="Water Policy")


@pytest.fixture
def image(water, django_capture_on_commit_callbacks):
    """In the first section of the policy, as it stands in public."""
    image = ImageFactory()
    page = SectionPage.objects.get(pk=section(water, 1).pk)
    value = {"image": image.pk, "alt": "A map of the wells", "caption": ""}
    page.body = page.body.stream_block.to_python([{"type": "image", "value": value}])
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    return image


def restrict(page):
    PageViewRestriction.objects.create(page=page, restriction_type="login")


def status(url: str, client: Client | None = None) -> int:
    response = (client or Client()).get(url)
    response.getvalue()
    return response.status_code


def signed_in() -> Client:
    client = Client()
    client.force_login(make_user())
    return client


def test_image__of_a_section_is_for_who_may_read_the_section(water, image):
    smaller = default_storage.save("images/map.width-9.png", ContentFile(b"a map"))
    image.renditions.create(filter_spec="width-9", file=smaller, width=9, height=9)
    urls = (image.file.url, default_storage.url(smaller))
    assert [status(url) for url in urls] == [200, 200]
    restrict(section(water, 1))
    assert [status(url) for url in urls] == [404, 404]
    assert [status(url, signed_in()) for url in urls] == [200, 200]


def test_image__of_a_policy_that_is_unpublished_is_for_staff_alone(client, water, image):
    water.unpublish()
    assert status(image.file.url) == 404
    sign_in(client, "Editors")
    assert status(image.file.url, client) == 200


def test_image__in_a_text_on_record_is_there_as_long_as_the_text_is(water, image):
    change_text(section(water, 1), "Without the map.")
    assert status(image.file.url) == 200
    section(water, 1).unpublish()
    assert status(image.file.url) == 200
    restrict(section(water, 1))
    assert status(image.file.url) == 404


def test_image__of_the_front_matter_of_an_edition_goes_with_the_policy(water):
    image = ImageFactory()
    value = {"image": image.pk, "alt": "The county's arms", "caption": ""}
    blocks = [{"type": "image", "value": value, "id": "1"}]
    next_edition(water).__class__.objects.filter(policy=water).update(front_matter={"en": blocks})
    assert status(image.file.url) == 200
    restrict(water)
    assert status(image.file.url) == 404


def test_image__that_nothing_shows_or_whose_collection_is_private_is_not_handed_out(image):
    assert status(ImageFactory().file.url) == 404
    assert status("/media/original_images/none.png") == 404
    CollectionViewRestriction.objects.create(collection=image.collection, restriction_type="login")
    assert status(image.file.url) == 404
    assert status(image.file.url, signed_in()) == 200


@pytest.fixture
def document():
    return DocumentFactory()


@pytest.fixture
def plan(document, django_capture_on_commit_callbacks):
    """A page that links to the document."""
    home = Page.objects.get(depth=2, locale__language_code="en")
    with django_capture_on_commit_callbacks(execute=True):
        return home.add_child(instance=StandardPage(title="Plan", body=link_to(document)))


def link_to(document):
    return [("paragraph", f'<p><a linktype="document" id="{document.pk}">the plan</a></p>')]


def url_of(document) -> str:
    return reverse("wagtaildocs_serve", args=[document.pk, document.filename])


def test_document__that_only_hidden_pages_link_to_is_not_handed_out(document, plan):
    url = url_of(document)
    assert status(url) == 200
    restrict(plan)
    assert status(url) == 404
    assert status(url, signed_in()) == 200
    plan.unpublish()
    assert status(url, signed_in()) == 404


@pytest.mark.parametrize("way", ["the link is gone", "the page is gone", "in a draft"])
def test_document__that_no_page_links_to_any_longer_or_yet_is_for_staff_alone(
    client, document, plan, django_capture_on_commit_callbacks, way
):
    restrict(plan)
    with django_capture_on_commit_callbacks(execute=True):
        plan.body = []
        plan.save_revision().publish()
        if way == "the page is gone":
            Page.objects.get(pk=plan.pk).delete()
        elif way == "in a draft":
            plan.body = link_to(document)
            plan.save_revision()
    assert status(url_of(document)) == 404
    sign_in(client, "Editors")
    assert status(url_of(document), client) == 200


def test_file__is_kept_by_the_readers_browser_alone(document, plan, image):
    for url in (url_of(document), image.file.url):
        response = Client().get(url)
        response.getvalue()
        assert response.status_code == 200
        assert set(response["Cache-Control"].split(", ")) == {"private", "max-age=600"}


def test_document__whose_collection_asks_for_a_password_is_kept_after_it_alone(document, plan):
    CollectionViewRestriction.objects.create(
        collection=document.collection, restriction_type="password", password="siri"
    )
    page = Client().get(url_of(document))
    assert "password" in page.content.decode()
    assert "max-age=600" not in page.get("Cache-Control", "")


def test_image__costs_a_stranger_the_same_however_many_private_pages_have_it(
    water, image, django_assert_max_num_queries
):
    restrict(water)
    block = {"image": image, "alt": "A map of the wells", "caption": ""}
    for number in range(3, 9):
        page = SectionPageFactory(parent=water, number=str(number), body=[("image", block)])
        ReferenceIndex.create_or_update_for_object(page)
    with django_assert_max_num_queries(14):
        assert status(image.file.url) == 404
    assert status(image.file.url, signed_in()) == 200
