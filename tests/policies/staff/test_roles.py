"""Every address of an editor's way, with every role, before, while and after a window is open."""

import pytest
from django.db import transaction
from django.urls import reverse
from PIL import Image

from policies.models import ImportOutline, PolicyImport, PolicyPage, Publication
from policies.staff.urls import urlpatterns
from tests.factories import PolicyPageFactory, SectionPageFactory, make_policy, make_user

OUTLINE = {
    "title": "T",
    "sections": [
        {"number": "1", "title": "A", "level": 1, "blocks": [], "unsure": [], "written": None}
    ],
    "front_matter": [],
    "dropped": [],
    "warnings": [],
    "words": {"source": 1, "arrived": 1, "left_out": 0, "missing": [], "added": []},
}
PICTURE = "0" * 64
POST_ONLY = {"import_here", "import_again", "publish_here", "publish_again"}
NAMES = [pattern.name for pattern in urlpatterns]


def before() -> PolicyPage:
    policy = PolicyPageFactory()
    SectionPageFactory(parent=policy)
    return policy


PHASES = {
    "before": before,
    "open": lambda: make_policy(1),
    "closed": lambda: make_policy(1, open=False),
}


def address(name: str, policy: PolicyPage) -> str:
    pattern = next(each for each in urlpatterns if each.name == name)
    taken = pattern.pattern.converters
    row = PolicyImport.objects.create(file_name="x.md", size=1, stage="review", state="done")
    ImportOutline.objects.create(policy_import=row, revision=1, data=OUTLINE)
    if name == "picture":
        row.picture_path(PICTURE).parent.mkdir(parents=True)
        Image.new("RGB", (9, 9)).save(row.picture_path(PICTURE), "PNG")
    if name == "match":
        PolicyImport.objects.filter(pk=row.pk).update(target=policy)
    values = {"pk": row.pk, "index": 0, "policy_pk": policy.pk, "key": PICTURE}
    if name.startswith("publi") and "pk" in taken:
        values["pk"] = Publication.objects.create(policy=policy, label="x", state="failed").pk
    kwargs = {key: values[key] for key in taken}
    return reverse(f"policies_admin:{name}", kwargs=kwargs)


def is_refused(response) -> bool:
    """Wagtail sends those whom it knows to its front page, the others to the login."""
    if response.status_code == 302:
        return response.url == "/admin/" or response.url.startswith("/en/account/sign-in/")
    return response.status_code == 403


@pytest.fixture(params=PHASES)
def policy(db, request) -> PolicyPage:
    return PHASES[request.param]()


@pytest.mark.parametrize("role", ["", "Moderators", "Analysts", "Approvers", "Clerks"])
def test_every_address__is_closed_to_who_is_no_editor(client, policy, role):
    editions = policy.editions.count()
    client.force_login(make_user(role))
    for name in NAMES:
        where = address(name, policy)
        for method in (client.get, client.post):
            response = method(where)
            assert is_refused(response), (name, response.status_code)
    assert policy.editions.count() == editions


def test_every_address__is_open_to_editors(client, policy):
    client.force_login(make_user("Editors"))
    for name in NAMES:
        with transaction.atomic():
            where = address(name, policy)
            response = client.post(where) if name in POST_ONLY else client.get(where)
            assert response.status_code in (200, 286, 302), name
            assert "login" not in getattr(response, "url", ""), name
            assert response.headers.get("Location") != "/admin/", name
            if name in POST_ONLY:
                assert client.get(where).status_code == 405, name
            transaction.set_rollback(True)


def test_every_address__without_account_asks_for_one(client, db):
    policy = make_policy(1)
    for name in NAMES:
        assert "/account/sign-in/" in client.get(address(name, policy)).url, name


def test_every_address__of_what_is_not_there_is_not_found(client, db):
    policy = make_policy(1)
    client.force_login(make_user("Superuser"))
    for pattern in urlpatterns:
        if not pattern.pattern.converters:
            continue
        missing = reverse(
            f"policies_admin:{pattern.name}",
            kwargs={
                key: "9" * 64 if key == "key" else 999999 for key in pattern.pattern.converters
            },
        )
        assert missing != address(pattern.name, policy)
        ask = client.post if pattern.name in POST_ONLY else client.get
        assert ask(missing, follow=True).status_code == 404, pattern.name
