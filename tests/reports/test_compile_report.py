"""``manage.py compile_report``."""

import hashlib

import pytest
from django.core.management import CommandError, call_command

from consult.jobs.job import JobState
from reports import compiling
from reports.management.commands import compile_report
from reports.models import Report
from reports.renderers import RENDERERS
from tests.factories import PolicyPageFactory, make_comment, make_policy


@pytest.fixture
def policy(db):
    policy = make_policy(2, slug="participation", reference="PPP")
    make_comment(policy, state="published")
    return policy


@pytest.fixture
def impatient(monkeypatch, woken):
    monkeypatch.setattr(compile_report, "PATIENCE_S", 0.0)
    monkeypatch.setattr(compile_report, "POLL_S", 0.01)


def test_compile_report__inline_makes_the_files_and_copies_them(
    policy, impatient, tmp_path, capsys
):
    out = tmp_path / "new" / "folder"
    call_command(
        "compile_report", "participation", "--inline", "--formats=csv,json", f"--out={out}"
    )

    report = Report.objects.get()
    assert (report.state, report.formats) == (JobState.DONE, ["csv", "json"])
    said = capsys.readouterr()
    for file in report.files.all():
        copy = out / file.name
        assert hashlib.sha256(copy.read_bytes()).hexdigest() == file.sha256
        assert f"{copy}\t{file.size:,} bytes\tsha256 {file.sha256}" in said.out
    assert "100 %  Ready" in said.err
    assert "No worker" not in said.err


def test_compile_report__does_the_work_itself_where_no_worker_takes_it(policy, impatient, capsys):
    call_command("compile_report", "participation", "--formats=csv")
    assert Report.objects.get().state == JobState.DONE
    assert "No worker takes it: compiling in this process." in capsys.readouterr().err


@pytest.mark.usefixtures("celery_worker_process")
def test_compile_report__waits_for_the_worker(tmp_path, capsys):
    policy = make_policy(2, slug="participation")
    make_comment(policy, state="published")
    call_command("compile_report", "participation", "--formats=csv", "--wait", f"--out={tmp_path}")
    assert Report.objects.get().state == JobState.DONE
    assert "in this process" not in capsys.readouterr().err
    assert list(tmp_path.glob("*.csv"))


def test_compile_report__leaves_alone_what_a_worker_holds(policy, impatient, monkeypatch):
    """Another process has the row; the command only waits, and takes nothing twice."""
    looked = []

    def finish_elsewhere(report_id):
        if not looked:
            looked.append(Report.objects.filter(pk=report_id).claim())
        elif len(looked) == 1:
            looked[0].requeue()
            looked.append(None)
            while compiling.work_on(report_id):
                pass
        return True

    monkeypatch.setattr(compiling, "is_worked_on", finish_elsewhere)
    call_command("compile_report", "participation", "--formats=csv")
    report = Report.objects.get()
    assert (report.state, report.attempts, report.files.get().attempts) == (JobState.DONE, 2, 1)


def test_compile_report__takes_an_edition_by_number_or_label(policy, impatient):
    for wanted in ("1", "first draft"):
        call_command(
            "compile_report", "participation", "--inline", "--formats=csv", f"--edition={wanted}"
        )
    assert Report.objects.filter(state=JobState.DONE).count() == 2


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nonsense"], "There are: participation."),
        (["participation", "--edition=9"], r"There are: 1 \(First draft\)."),
        (["participation", "--formats=exe"], "pdf, docx, xlsx, csv, json"),
        (["participation", "--formats="], "Choose one or more"),
        (["participation", "--language=fr"], "en, sw"),
        (["participation", "--out=/dev/null/x"], "cannot be made a folder"),
    ],
)
def test_compile_report__says_what_is_wrong_and_makes_nothing(policy, impatient, arguments, says):
    with pytest.raises(CommandError, match=says):
        call_command("compile_report", *arguments)
    assert not Report.objects.exists()


def test_compile_report__without_a_policy_says_to_import_one(db):
    with pytest.raises(CommandError, match="import one"):
        call_command("compile_report", "participation")


def test_compile_report__without_an_edition_says_to_publish_one(db):
    PolicyPageFactory(slug="participation")
    with pytest.raises(CommandError, match="publish one first"):
        call_command("compile_report", "participation")


def test_compile_report__fails_with_the_reason_and_gives_what_was_made(
    policy, impatient, monkeypatch, capsys
):
    def render(*args, **kwargs):
        raise ZeroDivisionError

    broken = RENDERERS["csv"].__class__(format="csv", content_type="", render=render)
    monkeypatch.setitem(RENDERERS, "csv", broken)
    with pytest.raises(CommandError, match=r"\.csv: It could not be made") as raised:
        call_command("compile_report", "participation", "--inline", "--formats=csv,json")
    assert "Traceback" not in str(raised.value)
    assert ".json\t" in capsys.readouterr().out
