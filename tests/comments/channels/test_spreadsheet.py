"""Comments in bulk from CSV files."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from comments.channels import spreadsheet
from comments.channels.csv_files import CsvError, CsvRow
from comments.channels.spreadsheet import Said, import_comments, import_rows, write_rejected
from comments.models import Comment, Ledger, Submission
from comments.register.ledger.entries import verify
from consult.moments import parse_moment
from policies.models import Edition, EditionPlan, SectionPage
from policies.publishing.services import publish_edition, record_version
from tests.factories import PolicyPageFactory, SectionPageFactory, make_policy

HEADER = "section,stance,text,tags,ward,received_at,external_id\n"


@pytest.fixture(scope="module")
def made(make_once):
    return make_once(lambda: make_policy(tags=("Youth", "Water")))


@pytest.fixture
def csv_file(tmp_path):
    def write(content: str | bytes, name="comments.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def opened_at(policy, moment):
    Edition.objects.filter(policy=policy).update(opens_at=parse_moment(moment))


def test_import__takes_good_rows_and_gives_back_the_rest(policy, csv_file, tmp_path):
    opened_at(policy, "2026-11-01T08:00")
    path = csv_file(
        HEADER
        + "1,support,Good,youth; Water,Sheywe,2026-11-01T10:00,a1\n"
        + 'section-2,,"Two\nlines, quoted",,1012,,a2\n'
        + "9,support,No such section,,,,a3\n"
        + "1,maybe,Odd stance,,,,a4\n"
        + "1,support,x,,,,a5\n"
        + "1,support,Odd ward,,Sheiwe,,a6\n"
        + "1,support,Odd tag,Roads,,,a7\n"
        + "1,support,Odd date,,,soon,a8\n"
    )
    summary = import_comments(path, edition=policy.current_edition)
    assert (summary.imported, summary.known, len(summary.rejected)) == (2, 0, 6)
    first, second = Comment.objects.order_by("number")
    assert sorted(tag.slug for tag in first.tags.all()) == ["water", "youth"]
    assert first.submission.ward.code == second.submission.ward.code == "1012"
    assert second.text == "Two\nlines, quoted"
    assert second.stance == "question"
    assert first.received_at.isoformat() == "2026-11-01T07:00:00+00:00"
    problems = {row["external_id"]: problem for _line, problem, row in summary.rejected}
    assert "Sheywe" in problems["a6"]
    assert "support_with_changes" in problems["a4"]
    write_rejected(summary, tmp_path / "bad.csv")
    rows = list(csv.DictReader(StringIO((tmp_path / "bad.csv").read_text("utf-8-sig"))))
    assert [row["external_id"] for row in rows] == ["a3", "a4", "a5", "a6", "a7", "a8"]
    assert rows[0]["line"] == "5"
    assert verify(policy) == []


def test_import__the_same_file_twice_adds_nothing(policy, csv_file):
    path = csv_file("section,text\n1,The same words\n1,The same words\n2,Others\n")
    first = import_comments(path, edition=policy.current_edition)
    second = import_comments(path, edition=policy.current_edition)
    assert (first.imported, second.imported, second.known) == (3, 0, 3)


def test_rejected__holds_no_formula(policy, csv_file, tmp_path):
    path = csv_file("section,text,=1+1\n9,=1+1,\n9, =1+1,\n9,\u00a0@SUM(1),\n=2,Words,\n")
    write_rejected(import_comments(path, edition=policy.current_edition), tmp_path / "bad.csv")
    rows = list(csv.reader(StringIO((tmp_path / "bad.csv").read_text("utf-8-sig"))))
    assert len(rows) == 5
    cells = [cell for row in rows for cell in row]
    assert not [cell for cell in cells if cell.strip().startswith(("=", "+", "-", "@"))]
    assert "' =1+1" in cells


def test_import__dry_run_changes_nothing(policy, csv_file):
    path = csv_file("section,text\n1,Some words\n")
    summary = import_comments(path, edition=policy.current_edition, dry_run=True)
    assert summary.imported == 1
    assert not Comment.objects.exists()
    assert not Submission.objects.exists()
    assert not Ledger.objects.exists()


def test_import__a_rejected_file_mended_goes_in(policy, csv_file, tmp_path):
    path = csv_file("section,text\n9,Some words\n")
    bad = tmp_path / "bad.csv"
    write_rejected(import_comments(path, edition=policy.current_edition), bad)
    bad.write_text(bad.read_text("utf-8-sig").replace("9,Some", "3,Some"))
    assert import_comments(bad, edition=policy.current_edition).imported == 1


def test_rejected__a_text_like_a_formula_goes_in_as_it_was(policy, csv_file, tmp_path):
    bad = tmp_path / "bad.csv"
    path = csv_file("section,text\n9,- a point in a list\n")
    write_rejected(import_comments(path, edition=policy.current_edition), bad)
    bad.write_text(bad.read_text("utf-8-sig").replace("9,", "3,"))
    import_comments(bad, edition=policy.current_edition)
    assert Comment.objects.get().text == "- a point in a list"


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ("stance,text\nsupport,words\n", "section"),
        ("", "section"),
        (b"PK\x03\x04rest", "Excel"),
        (("section,text," + ",".join(f"a{n}" for n in range(200))).encode(), "more than 200 col"),
    ],
)
def test_import__a_wrong_file_is_refused_whole(policy, csv_file, content, word):
    with pytest.raises(CsvError, match=word):
        import_comments(csv_file(content), edition=policy.current_edition)


def test_import__latin_1_is_read_with_a_warning(policy, csv_file):
    path = csv_file("section,text\n1,Café über alles\n".encode("cp1252"))
    summary = import_comments(path, edition=policy.current_edition)
    assert Comment.objects.get().text == "Café über alles"
    assert "Windows-1252" in summary.warnings[0]


def test_import__semicolons_and_tabs_separate_too(policy, csv_file):
    import_comments(csv_file("section;text\n1;One, two\n"), edition=policy.current_edition)
    import_comments(csv_file("section\ttext\n1\tThree\n"), edition=policy.current_edition)
    assert [comment.text for comment in Comment.objects.all()] == ["One, two", "Three"]


def test_import__hostile_text_stays_text(policy, csv_file):
    hostile = "=HYPERLINK(1) <script>x</script> #eval(1) \u202eevil\x07 😀 \x00end"
    path = csv_file(f"section,text\n1,{hostile}\n1,{'y' * 20_000}\n")
    summary = import_comments(path, edition=policy.current_edition)
    assert Comment.objects.get().text == "=HYPERLINK(1) <script>x</script> #eval(1) evil 😀 end"
    assert "20000" in summary.rejected[0][1]


def test_import__the_future_is_rejected(policy, csv_file):
    tomorrow = (timezone.now() + timedelta(days=1)).isoformat()
    path = csv_file(f"section,text,received_at\n1,Words,{tomorrow}\n")
    assert len(import_comments(path, edition=policy.current_edition).rejected) == 1


@pytest.mark.parametrize("days", [-20, -2])
def test_import__what_came_outside_the_window_is_rejected(db, csv_file, days):
    """The window of this policy was open from ten days ago until yesterday."""
    edition = make_policy(1, open=False).current_edition
    came = timezone.now()
    inside = (came - timedelta(days=5)).isoformat()
    Edition.objects.filter(pk=edition.pk).update(closes_at=came - timedelta(days=3))
    edition.refresh_from_db()
    outside = (came + timedelta(days=days)).isoformat()
    path = csv_file(f"section,text,received_at\n1,Early or late,{outside}\n1,In time,{inside}\n")
    [(line, problem, _row)] = import_comments(path, edition=edition).rejected
    assert (line, Comment.objects.get().text) == (2, "In time")
    assert f"received_at {outside}: The consultation" in problem
    assert import_comments(path, edition=edition, said=Said(any_date=True)).imported == 1


def test_import__the_day_on_which_the_window_opened_counts_from_then_on(policy, csv_file):
    opened_at(policy, "2026-11-02T08:00")
    rows = "1,Early,2026-11-02T07:59\n1,That day,2026-11-02\n1,The day before,2026-11-01\n"
    summary = import_comments(
        csv_file(f"section,text,received_at\n{rows}"), edition=policy.current_edition
    )
    assert [line for line, _problem, _row in summary.rejected] == [2, 4]
    assert Comment.objects.get().received_at == parse_moment("2026-11-02T08:00")


def test_command__dry_run_writes_rejected_rows_where_it_is_told(policy, csv_file, tmp_path, capsys):
    path = csv_file("section,text\n9,Words\n")
    bad = tmp_path / "bad.csv"
    call_command("import_comments", str(path), policy=policy.slug, dry_run=True)
    assert list(tmp_path.iterdir()) == [path]
    call_command("import_comments", str(path), policy=policy.slug, dry_run=True, rejected=bad)
    assert "There is no section" in bad.read_text("utf-8-sig")
    assert str(bad) in capsys.readouterr().out


@pytest.mark.parametrize(
    ("dry_run", "where"), [(True, "--rejected FILE writes them all"), (False, "rejected.csv")]
)
def test_command__says_how_many_more_were_rejected(policy, csv_file, capsys, dry_run, where):
    path = csv_file("section,text\n" + "9,Words\n" * 13)
    call_command("import_comments", str(path), policy=policy.slug, dry_run=dry_run)
    said = capsys.readouterr().err
    assert said.count("line ") == 10
    assert "and 3 more: " in said
    assert where in said


def test_command__reports_and_writes_rejected_rows(policy, csv_file, capsys):
    path = csv_file("section,text\n1,Words\n9,Words\n")
    call_command("import_comments", str(path), policy=policy.slug)
    out = capsys.readouterr()
    assert "1 imported, 0 already there, 1 rejected" in out.out
    assert "line 3" in out.err
    assert path.with_suffix(".rejected.csv").exists()


def test_command__unknown_policy_names_the_known_ones(policy, csv_file):
    with pytest.raises(CommandError, match=policy.slug):
        call_command("import_comments", str(csv_file("section,text\n")), policy="nope")


@pytest.mark.parametrize("column", ["section", "text", "tags", "ward", "name", "external_id"])
def test_import__gives_back_a_cell_of_far_too_much_uncleaned(policy, monkeypatch, column):
    row = {"section": "1", "text": "Good", column: "a\u0301\u0316" * 7_000}
    for clean in ("typed_line", "typed_text", "_fold"):
        of_it = getattr(spreadsheet, clean)
        monkeypatch.setattr(spreadsheet, clean, lambda raw, of_it=of_it: of_it(_short(raw)))
    rows = [CsvRow(2, row), CsvRow(3, {"section": "1", "text": "Good"})]
    summary = import_rows(rows, edition=policy.current_edition)
    [(line, problem, _row)] = summary.rejected
    assert (summary.imported, line) == (1, 2)
    assert f"{column} has 21000 characters" in problem


def _short(raw: str) -> str:
    assert len(raw) < 1_000, "it was cleaned"
    return raw


def edition_of(*numbers: str):
    """The edition of a policy whose sections have these numbers."""
    policy = PolicyPageFactory()
    for number in numbers:
        page = SectionPageFactory(
            parent=policy, number=number, title=f"On {number}", slug=f"s-{number.replace('.', '-')}"
        )
        record_version(SectionPage.objects.get(pk=page.pk))
    return publish_edition(policy=policy, plan=EditionPlan(label="First"))


@pytest.fixture
def rounded(db):
    return edition_of("5.1", "5.10", "5.2")


def test_import__a_number_that_a_spreadsheet_may_have_rounded_is_asked_about(rounded, csv_file):
    path = csv_file("section,text\n5.1,Meant for ten\n5.2,Sure\n")
    summary = import_comments(path, edition=rounded)
    [(line, problem, _row)] = summary.rejected
    assert (summary.imported, line) == (1, 2)
    assert "5.10" in problem
    as_written = import_comments(path, edition=rounded, said=Said(numbers_as_written=True))
    assert (as_written.imported, as_written.known) == (1, 1)


def test_import__a_number_written_as_text_is_sure_of_itself_alone(rounded, csv_file):
    path = csv_file('section,text\n"=""5.1""",Meant for one\n="5.10",Another\n5.1,Who knows\n')
    summary = import_comments(path, edition=rounded)
    assert summary.imported == 2
    assert [line for line, _problem, _row in summary.rejected] == [4]


def test_import__a_number_that_is_only_there_with_a_nought_is_hinted_at(db, csv_file):
    path = csv_file("section,text\n7.1,Words\n")
    said = Said(numbers_as_written=True)
    summary = import_comments(path, edition=edition_of("7.100"), said=said)
    assert "Did you mean 7.100?" in summary.rejected[0][1]


def test_import__a_semicolon_may_stand_in_a_tags_name(db, csv_file):
    policy = make_policy(1, tags=("Roads; water", "Roads", "Youth"))
    path = csv_file("section,text,tags\n1,Words,Roads; water;youth;\n1,More,Roads;Youth\n")
    assert import_comments(path, edition=policy.current_edition).imported == 2
    first, second = Comment.objects.order_by("number")
    assert {tag.name for tag in first.tags.all()} == {"Roads; water", "Youth"}
    assert {tag.name for tag in second.tags.all()} == {"Roads", "Youth"}


def test_command__dates_are_read_as_it_is_told(policy, csv_file, capsys):
    opened_at(policy, "2025-04-01")
    path = csv_file("section,text,received_at\n1,Words,03/04/2025\n")
    call_command("import_comments", str(path), policy=policy.slug)
    assert "day first or month first" in capsys.readouterr().err
    call_command("import_comments", str(path), policy=policy.slug, dates="day-first")
    assert Comment.objects.get().received_at.date().isoformat() == "2025-04-02"


def test_command__numbers_are_read_as_it_is_told(rounded, csv_file, capsys):
    path = csv_file("section,text\n5.1,Words\n")
    arguments = ["import_comments", str(path), "--policy", rounded.policy.slug]
    call_command(*arguments)
    assert "0 imported" in capsys.readouterr().out
    call_command(*arguments, "--numbers-as-written")
    assert "1 imported" in capsys.readouterr().out


def test_import__names_a_section_by_the_numbers_it_stands_in(db, csv_file):
    policy = make_policy(open=False)
    for part, key in (("Part I", "a"), ("Part II", "b")):
        above = SectionPageFactory(parent=policy, number=part, title="Duties", slug=f"part-{key}")
        below = SectionPageFactory(parent=above, number="1", title="Water", slug=f"water-{key}")
        for page in (above, below):
            record_version(SectionPage.objects.get(pk=page.pk))
    now = timezone.now()
    plan = EditionPlan(label="Second", opens_at=now, closes_at=now + timedelta(days=9))
    edition = publish_edition(policy=policy, plan=plan)
    names = ["Part II/1", "part i.1", "1", "Part III/1", "Sehemu ya Pili/1"]
    rows = "".join(f"{name},Good words\n" for name in names)
    summary = import_comments(csv_file(f"section,text\n{rows}"), edition=edition)
    found = Comment.objects.order_by("number")
    assert [item.version.section.slug for item in found] == ["water-b", "water-a", "water-b"]
    assert summary.rejected[0][1].endswith("write one of section-1, Part I/1, Part II/1.")
    assert summary.rejected[1][1] == "There is no section “Part III/1”."
