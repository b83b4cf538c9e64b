"""Images in texts that are on record: read in editions when their page has other words."""

import json
import re
from collections.abc import Iterable

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.http import HttpRequest
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage

from home.shown_files import also_shown
from home.visibility import is_stranger, may_read, open_to_all, passes, unrestricted
from policies.models import Edition, EditionSection, PolicyPage, SectionPage, SectionVersion


def is_on_record(request: HttpRequest, image: AbstractImage) -> bool:
    """Whether a text that this reader may read has the image."""
    versions = _with(image, SectionVersion.objects.select_related("section", "policy"), "body")
    fronts = _with(image, Edition.objects.published().select_related("policy"), "front_matter")
    policies = open_to_all(PolicyPage.objects.all()).values("pk")
    sections = unrestricted(SectionPage.objects.all()).values("pk")
    if versions.filter(policy__in=policies, section__in=sections).exists():
        return True
    if fronts.filter(policy__in=policies).exists():
        return True
    return not is_stranger(request) and (
        any(
            passes(request, version.section) and may_read(request, version.policy)
            for version in versions
        )
        or any(may_read(request, edition.policy) for edition in fronts)
    )


def files_now(entries: Iterable[EditionSection], front: object = None) -> list[tuple[int, str]]:
    """The files of the images in the texts: one may be replaced under its number."""
    texts = SectionVersion.objects.filter(pk__in=[entry.version_id for entry in entries])
    texts = texts.annotate(raw=Cast("body", TextField())).filter(raw__contains='"image": ')
    raw = "".join([json.dumps(front), *texts.values_list("raw", flat=True)])
    found = set(map(int, re.findall(r'"image": (\d{1,9})\b', raw)))
    images = get_image_model().objects.filter(pk__in=found).order_by("pk")
    return list(images.values_list("pk", "file"))


def _with(image: AbstractImage, texts: QuerySet, field: str) -> QuerySet:
    """Those whose raw blocks name the image; every database writes JSON with these spaces."""
    texts = texts.annotate(raw=Cast(field, TextField()))
    named = Q(raw__contains=f'"image": {image.pk},') | Q(raw__contains=f'"image": {image.pk}}}')
    return texts.filter(named)


def connect() -> None:
    also_shown(is_on_record)
