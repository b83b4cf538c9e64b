"""Pictures and documents, for those who may see something that shows them.

Where they are used on pages is what Wagtail's index of references knows: of each page as it stands
in public, of a draft as it was saved first. An app whose texts stay readable after their page has
changed says of those by `also_shown`.
"""

from collections.abc import Callable

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control
from django.views.static import serve
from wagtail.documents.models import AbstractDocument
from wagtail.documents.views.serve import serve as serve_by_wagtail
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage
from wagtail.models import Page, ReferenceIndex

from home.visibility import passes_one, published

KEPT_S = 600
ShownElsewhere = Callable[[HttpRequest, AbstractImage], bool]

_elsewhere: list[ShownElsewhere] = []


def also_shown(shows: ShownElsewhere) -> None:
    """Have ``shows(request, image)`` asked where no page that the reader may see has an image."""
    _elsewhere.append(shows)


def serve_image(request: HttpRequest, path: str) -> HttpResponseBase:
    """An image's file or a rendition's. Raises `Http404` where the reader may not see it."""
    image = _image_of(path)
    if image is None or not _may_see(request, image):
        raise Http404
    response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    patch_cache_control(response, private=True, max_age=KEPT_S)
    return response


def serve_document(request: HttpRequest, document_id: str, document_filename: str) -> HttpResponse:
    """A document's file, or the page that asks for its collection's password.

    Raises `Http404` where the reader may not see it.
    """
    response = serve_by_wagtail(request, document_id, document_filename)
    if response.has_header("ETag"):  # a file, not that page
        patch_cache_control(response, private=True, max_age=KEPT_S)
    return response


def refuse_hidden_document(document: AbstractDocument, request: HttpRequest) -> None:
    """Raise `Http404` where no page that the reader may see links to the document.

    Of its collection Wagtail asks.
    """
    if not (_is_staff(request) or _is_on_a_page(request, document)):
        raise Http404


def _image_of(path: str) -> AbstractImage | None:
    images = get_image_model().objects.select_related("collection")
    return images.filter(file=path).first() or images.filter(renditions__file=path).first()


def _may_see(request: HttpRequest, image: AbstractImage) -> bool:
    if _is_staff(request):
        return True
    rules = image.collection.get_view_restrictions()
    return all(rule.accept_request(request) for rule in rules) and (
        _is_on_a_page(request, image) or any(shows(request, image) for shows in _elsewhere)
    )


def _is_staff(request: HttpRequest) -> bool:
    return request.user.has_perm("wagtailadmin.access_admin")


def _is_on_a_page(request: HttpRequest, file: AbstractImage | AbstractDocument) -> bool:
    return passes_one(request, published(Page.objects.filter(pk__in=_users_of(file))))


def _users_of(file: AbstractImage | AbstractDocument) -> set[int]:
    """Keys of the pages that have the file, drafts too."""
    uses = ReferenceIndex.get_references_to(file).filter(
        base_content_type=ContentType.objects.get_for_model(Page)
    )
    return {int(key) for key in uses.values_list("object_id", flat=True)}
