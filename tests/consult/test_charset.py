"""What is not in UTF-8 gets the site's own page for what could not be read."""

import pytest

pytestmark = pytest.mark.django_db
FORM = b'--x\r\nContent-Disposition: form-data; name="code"\r\n\r\nK7QP\r\n--x--\r\n'
TYPES = [
    "text/html",
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
]


@pytest.mark.parametrize("content_type", TYPES)
@pytest.mark.parametrize(
    "charset", ["foo", "hex", "rot13", "utf-7", "utf-16", "undefined", "é", "..", "", "x" * 9000]
)
def test_post__in_another_charset_gets_the_page_of_the_house(client, charset, content_type):
    sent = f"{content_type}; charset={charset}"
    client.cookies["csrftoken"] = "0123456789abcdef" * 2  # whose check reads the form
    response = client.generic("POST", "/en/receipt/", FORM, content_type=sent)
    if not charset:  # Django takes this for no charset at all
        assert response.status_code in (200, 400, 422)
        return
    assert response.status_code == 400
    assert "That could not be read" in response.content.decode()


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", '"utf8"', "us-ascii"])
def test_post__in_utf8_is_read(client, charset):
    sent = f"multipart/form-data; boundary=x; charset={charset}"
    response = client.generic("POST", "/en/receipt/", FORM, content_type=sent)
    assert response.status_code == 422
    assert "K7QP" in response.content.decode()
