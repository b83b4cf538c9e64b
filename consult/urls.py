"""Every address of the site. Public pages carry their language; the admin and files do not."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.generic.base import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents.views.serve import (
    authenticate_with_password as authenticate_for_document,
)
from wagtail.views import authenticate_with_password as authenticate_for_page

from consult.accounts.attempts import PAGE_PASSWORD, limited, part_of_address
from consult.views import first_page
from home.shown_files import serve_document, serve_image
from home.views import serve as page
from home.views import sitemap

# Wagtail's own ways in know no second factor and no limit.
sign_in = RedirectView.as_view(pattern_name="account_login", query_string=True)

ask_page_password = limited(
    authenticate_for_page, PAGE_PASSWORD, part_of_address("page_view_restriction_id")
)
ask_document_password = limited(
    authenticate_for_document, PAGE_PASSWORD, part_of_address("restriction_id")
)

handler400 = "consult.views.bad_request"
handler500 = "consult.outages.server_error"
urlpatterns = [
    path("", first_page),
    path("admin/login/", sign_in, name="wagtailadmin_login"),
    path("admin/", include(wagtailadmin_urls)),
    path(
        "documents/authenticate_with_password/<int:restriction_id>/",
        ask_document_password,
        name="wagtaildocs_authenticate_with_password",
    ),
    re_path(r"^documents/(\d+)/(.*)$", serve_document, name="wagtaildocs_serve"),
    path("sitemap.xml", sitemap),
    path("ledger/", include("comments.register.ledger.urls")),
    path("phone/", include("comments.channels.phone.urls")),
    # Images alone: documents have the addresses above. Both ask who may see them.
    re_path(r"^media/(?P<path>(?:images|original_images)/.+)$", serve_image),
    *i18n_patterns(
        path("account/", include("consult.accounts.urls")),
        path("", include("policies.urls")),
        path("", include("comments.urls")),
        path("", include("reports.urls")),
        path(
            "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
            ask_page_password,
        ),
        path("_util/login/", sign_in, name="wagtailcore_login"),
        *(each for each in wagtail_urls.urlpatterns if each.name != "wagtail_serve"),
        re_path(wagtail_urls.serve_pattern, page, name="wagtail_serve"),
    ),
]
