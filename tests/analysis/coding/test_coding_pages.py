"""What analysts see and do with codes in the admin."""

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from analysis.coding.services import give_codes
from analysis.models import Code, CodedComment
from tests.choosing import act
from tests.factories import make_comment, make_policy, make_user, sign_in

pytestmark = pytest.mark.django_db
LIST = "wagtailsnippets_comments_comment:list"
INSPECT = "wagtailsnippets_comments_comment:inspect"
EN_DASH = "\u2013"
FRAME = "code,parent,definition\nTime,,How long people have\nNotice,Time,Days before a forum\n"


@pytest.fixture
def policy(db):
    return make_policy(2)


@pytest.fixture(autouse=True)
def _analyst(client):
    sign_in(client, "Analysts")


@pytest.fixture
def codes(policy) -> list[Code]:
    time = Code.objects.create(policy=policy, name="Time", slug="time")
    return [time, Code.objects.create(policy=policy, name="Notice", slug="notice", parent=time)]


def told(client, comments, data) -> str:
    """What is said once it is done."""
    return client.get(act(client, "code", comments, data).url).content.decode()


def page_of(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "lxml")


def upload(client, policy, text=FRAME, **fields):
    file = SimpleUploadedFile("codes.csv", text.encode(), "text/csv")
    url = reverse("analysis_admin:frame", args=[policy.pk])
    return client.post(url, {"file": file, **fields}, follow=True)


def test_frame__is_taken_over_and_taken_out_as_a_file(client, policy):
    assert "2 new codes" in upload(client, policy).content.decode()
    taken = client.get(reverse("analysis_admin:frame_file", args=[policy.pk]))
    assert taken.content.decode("utf-8-sig").replace("\r\n", "\n") == FRAME
    assert "attachment" in taken["Content-Disposition"]


def test_frame__replaces_no_definition_unasked(client, policy):
    upload(client, policy)
    other = FRAME.replace("How long", "For how long")
    said = upload(client, policy, other).content.decode()
    assert "Nothing was changed" in said
    assert Code.objects.get(name="Time").definition == "How long people have"
    upload(client, policy, other, may_change="on")
    assert Code.objects.get(name="Time").definition == "For how long people have"


def test_frame__says_beside_the_field_what_is_wrong(client, policy):
    response = upload(client, policy, "code,parent\nA,B\nB,A\n")
    assert response.status_code == 422
    assert "part of one another" in page_of(response).main.get_text()


def test_frame__shows_definitions_as_text(client, policy):
    upload(client, policy, "code,definition\n<b>Time</b>,<script>alert(1)</script>\n")
    page = page_of(client.get(reverse("analysis_admin:frame", args=[policy.pk])))
    assert not page.main.select("script")
    assert "<script>alert(1)</script>" in page.main.get_text()


def test_frames__lists_policies_with_their_codes(client, policy, codes):
    page = page_of(client.get(reverse("analysis_admin:frames")))
    assert [cell.get_text(strip=True) for cell in page.select("table.listing tbody td")] == [
        policy.title,
        "2",
    ]


def test_chosen__get_codes_and_lose_them_again(client, policy, codes):
    comments = [make_comment(policy) for _n in range(2)]
    chosen = {"codes": [code.pk for code in codes], "does": "give"}
    assert "4 codes given" in told(client, comments, chosen)
    assert CodedComment.objects.count() == 4
    gone = {"codes": [codes[0].pk], "does": "take_off"}
    assert "2 codes taken off" in told(client, comments, gone)
    shown = client.get(reverse(INSPECT, args=[comments[0].pk])).content.decode()
    assert "Notice" in shown


def test_chosen__without_a_code_are_asked_again(client, policy, codes):
    response = act(client, "code", [make_comment(policy)], {"does": "give"})
    assert "Choose one code or more" in response.content.decode()


def test_chosen__of_a_policy_without_codes_leads_to_its_frame(client, policy):
    assert "make its frame first" in told(client, [make_comment(policy)], {"does": "give"})


def test_chosen__of_two_policies_are_refused(client, policy, codes):
    other = make_comment(make_policy(1, slug="other", title="Other"))
    chosen = {"codes": [codes[0].pk], "does": "give"}
    assert "one policy" in told(client, [make_comment(policy), other], chosen)
    assert not CodedComment.objects.exists()


@pytest.mark.parametrize(
    ("narrowed", "found"),
    [
        ("code=broad", {"both"}),
        ("coded=true", {"both", "narrow"}),
        ("coded=false", {"none"}),
    ],
)
def test_list__is_narrowed_by_code_each_comment_once(client, policy, codes, narrowed, found):
    comments = {
        name: make_comment(policy, text=f"words-{name}") for name in ("both", "narrow", "none")
    }
    for coder in (make_user("Analysts"), make_user("Analysts")):
        give_codes(comments=[comments["both"]], codes=codes, user=coder)
        give_codes(comments=[comments["narrow"]], codes=codes[1:], user=coder)
    query = narrowed.replace("broad", str(codes[0].pk))
    page = client.get(f"{reverse(LIST)}?{query}").content.decode()
    assert {name for name in comments if f"words-{name}" in page} == found


def test_frame__tells_how_far_two_coders_agree(client, policy, codes):
    comments = [make_comment(policy) for _n in range(3)]
    one, other = make_user("Analysts"), make_user("Analysts")
    give_codes(comments=comments, codes=codes[:1], user=one)
    give_codes(comments=comments[:2], codes=codes[1:], user=one)
    give_codes(comments=comments, codes=codes[:1], user=other)
    give_codes(comments=comments[:1], codes=codes[1:], user=other)
    page = page_of(client.get(reverse("analysis_admin:frame", args=[policy.pk])))
    cells = [cell.get_text(strip=True) for cell in page.select("table.listing")[-1].select("td")]
    assert cells == ["Time", "3", "0", "0", EN_DASH, "Notice", "1", "1", "0", "0.40"]


def test_code__given_by_somebody_else_is_not_deleted(client, policy, codes):
    give_codes(comments=[make_comment(policy)], codes=codes[1:], user=make_user("Analysts"))
    delete = reverse("wagtailsnippets_analysis_code:delete", args=[codes[1].pk])
    response = client.post(delete, follow=True)
    assert "Somebody else has given this code to 1 comment" in response.content.decode()
    assert CodedComment.objects.count() == 1


def test_code__that_nobody_else_has_given_can_be_deleted(client, policy, codes):
    client.post(reverse("wagtailsnippets_analysis_code:delete", args=[codes[1].pk]))
    assert list(Code.objects.all()) == codes[:1]


def test_code__is_added_to_the_policy_that_it_was_asked_for(client, policy, codes):
    add = reverse("wagtailsnippets_analysis_code:add")
    page = page_of(client.get(f"{add}?policy={policy.pk}"))
    assert page.select_one("[name=policy] [selected]")["value"] == str(policy.pk)
