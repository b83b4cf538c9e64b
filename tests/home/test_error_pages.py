"""Pages for what went wrong say what to do, and stand when nothing else does."""

import pytest
from django.template.loader import get_template
from django.test import Client


def test_server_error_page__needs_neither_database_nor_context():
    page = get_template("500.html").render()
    assert "Something went wrong" in page
    assert 'lang="sw"' in page
    assert "{%" not in page


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/en/nothing/", "/sw/nothing/", "/nothing"])
def test_not_found_page__leads_home_in_the_language_of_the_address(path):
    response = Client().get(path, follow=True)
    assert response.status_code == 404
    language = "sw" if path.startswith("/sw/") else "en"
    page = response.content.decode()
    assert f'<html lang="{language}">' in page
    assert f'class="button" href="/{language}/"' in page


@pytest.mark.django_db
def test_not_found_page__promises_no_draft_that_may_have_been_hidden():
    page = Client().get("/en/nothing/").content.decode()
    assert "Every draft" not in page
    assert "unless it was taken out of public view" in page


def test_bad_request_page__of_an_unknown_host_needs_neither_host_nor_database():
    response = Client(headers={"host": "elsewhere.example"}).get("/en/")
    assert response.status_code == 400
    assert "That could not be read" in response.content.decode()
    assert 'lang="sw"' in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "/en/comment/{}/",
        "/en/policy/x/editions/{}/",
        "/en/policy/x/compare/1/{}/",
        "/en/policy/x/history/{}/",
        "/en/report/00000000-0000-0000-0000-000000000000/{}/",
        "/admin/policies/{}/publish/",
        "/admin/intake/{}/",
    ],
)
@pytest.mark.parametrize("number", ["9" * 30, "2147483648", "\u00b2"])
def test_not_found_page__answers_a_number_that_no_table_holds(path, number, admin_client):
    assert admin_client.get(path.format(number), follow=True).status_code == 404


@pytest.mark.django_db
def test_forged_request_page__says_that_nothing_was_saved():
    response = Client(enforce_csrf_checks=True).post("/en/receipt/", {"code": "x"})
    assert response.status_code == 403
    assert "Nothing was saved." in response.content.decode()
    assert "Please send it once more" in response.content.decode()
