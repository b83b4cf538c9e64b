"""Reports are frozen once, each file is made by one, and what was lost is put right."""

import hashlib
from datetime import timedelta

import pytest
from billiard.exceptions import SoftTimeLimitExceeded
from django.utils import timezone

from consult.jobs.job import MAX_ATTEMPTS, JobState
from reports import compiling
from reports.dataset import DatasetError
from reports.models import Report, ReportFile
from reports.renderers import RENDERERS
from tests.factories import make_comment, make_many_comments, make_policy

pytestmark = pytest.mark.usefixtures("woken")


def make_report(*formats: str) -> Report:
    policy = make_policy(2)
    make_comment(policy, state="published")
    edition = policy.current_edition
    return Report.objects.create(policy=policy, edition=edition, formats=formats or ["csv"])


@pytest.fixture
def report(db):
    return make_report("csv", "json")


def work(report: Report) -> Report:
    while compiling.work_on(report.pk):
        pass
    return Report.objects.get(pk=report.pk)


def lapse(row) -> None:
    past = timezone.now() - timedelta(seconds=1)
    type(row).objects.filter(pk=row.pk).update(lease_until=past)


def break_renderer(monkeypatch, name: str, error: BaseException) -> None:
    def render(*args, **kwargs):
        raise error

    broken = RENDERERS[name].__class__(format=name, content_type="", render=render)
    monkeypatch.setitem(RENDERERS, name, broken)


def test_work_on__freezes_then_makes_one_file_at_a_time(report, woken):
    states = []
    while compiling.work_on(report.pk):
        report.refresh_from_db()
        states.append((report.state, [f.state for f in report.files.all()]))
    assert states == [
        ("running", ["queued", "queued"]),
        ("running", ["done", "queued"]),
        ("done", ["done", "done"]),
    ]
    assert (report.rows, report.ledger_size) == (1, 1)
    assert report.finished_at
    assert woken, "others are woken for the files"


def test_work_on__names_size_and_checksum_of_what_is_there(report):
    report = work(report)
    for file in report.files.all():
        content = file.path.read_bytes()
        assert file.size == len(content)
        assert file.sha256 == hashlib.sha256(content).hexdigest()
    names = {path.name for path in report.folder.iterdir()}
    assert names == {"dataset.jsonl.gz", *(file.name for file in report.files.all())}


@pytest.mark.parametrize("name", list(RENDERERS))
def test_work_on__makes_the_same_bytes_from_the_same_frozen_data(db, name):
    report = work(make_report(name))
    file = report.files.get()
    make_comment(report.policy, state="published")  # too late for this report
    again = {"state": JobState.QUEUED, "attempts": 0}
    ReportFile.objects.filter(pk=file.pk).update(sha256="", **again)
    Report.objects.filter(pk=report.pk).update(state=JobState.RUNNING)
    file.path.unlink()

    work(report)

    before, file = file, ReportFile.objects.get(pk=file.pk)
    assert file.sha256 == before.sha256


def test_work_on__by_one_who_lost_the_lease_changes_nothing(report, monkeypatch):
    compiling.work_on(report.pk)
    csv = report.files.get(format="csv")
    render = RENDERERS["csv"].render

    def overtaken(dataset, part, out, *, progress):
        render(dataset, part, out, progress=progress)
        lapse(csv)
        other.append(ReportFile.objects.filter(pk=csv.pk).claim())

    other: list[ReportFile] = []
    late = RENDERERS["csv"].__class__(format="csv", content_type="", render=overtaken)
    with monkeypatch.context() as patch:
        patch.setitem(RENDERERS, "csv", late)
        compiling.work_on(report.pk)

    csv.refresh_from_db()
    assert (csv.state, csv.token) == (JobState.RUNNING, other[0].token)
    assert not csv.path.exists()


def test_freeze__that_was_overtaken_leaves_the_others_data_alone(report, monkeypatch):
    freeze = compiling.freeze

    def overtaken(*args, **kwargs):
        frozen = freeze(*args, **kwargs)
        lapse(report)
        monkeypatch.setattr(compiling, "freeze", freeze)
        compiling.work_on(report.pk)
        (report.dataset_path.parent / "seen").write_bytes(report.dataset_path.read_bytes())
        make_comment(report.policy)
        return frozen

    monkeypatch.setattr(compiling, "freeze", overtaken)
    compiling.work_on(report.pk)
    assert report.files.count() == 2
    seen = report.folder / "seen"
    assert report.dataset_path.read_bytes() == seen.read_bytes()
    seen.unlink()
    assert work(report).state == JobState.DONE


def test_work_on__tries_again_then_fails_with_words_for_people(report, monkeypatch, caplog):
    break_renderer(monkeypatch, "csv", ZeroDivisionError("secret detail"))

    report = work(report)

    csv, json = report.files.order_by("format")
    assert (csv.state, csv.attempts) == (JobState.FAILED, MAX_ATTEMPTS)
    assert "secret detail" not in csv.error
    assert "log" in csv.error
    assert "ZeroDivisionError: secret detail" in caplog.text
    assert json.state == JobState.DONE, "the other files are made"
    assert report.state == JobState.FAILED
    assert report.error
    assert not (report.folder / "scratch").exists()


def test_work_on__fails_at_once_where_the_figures_do_not_add_up(report, monkeypatch):
    break_renderer(monkeypatch, "csv", DatasetError("Web: 3 received, 2 in the rows."))
    work(report)
    csv = report.files.get(format="csv")
    assert (csv.state, csv.attempts) == (JobState.FAILED, 1)
    assert csv.error == "Web: 3 received, 2 in the rows."


def test_work_on__says_so_when_it_took_too_long(report, monkeypatch):
    break_renderer(monkeypatch, "csv", SoftTimeLimitExceeded())
    work(report)
    assert "too long" in report.files.get(format="csv").error


def test_work_on__puts_the_row_back_when_the_process_is_stopped(report, monkeypatch):
    break_renderer(monkeypatch, "csv", KeyboardInterrupt())
    compiling.work_on(report.pk)
    with pytest.raises(KeyboardInterrupt):
        compiling.work_on(report.pk)
    csv = report.files.get(format="csv")
    assert (csv.state, csv.token, csv.lease_until) == (JobState.QUEUED, None, None)


def test_work_on__refuses_frozen_data_that_have_changed_on_disk(report):
    compiling.work_on(report.pk)
    with report.dataset_path.open("ab") as file:
        file.write(b"more")
    report = work(report)
    assert report.state == JobState.FAILED
    assert {f.error for f in report.files.all()} == {
        "The frozen data have changed on disk. Ask for a new report."
    }


def test_work_on__reports_a_freeze_that_cannot_be(report, monkeypatch):
    def unsound(*args, **kwargs):
        raise DatasetError("It does not add up.")

    monkeypatch.setattr(compiling, "freeze", unsound)
    report = work(report)
    assert (report.state, report.error) == (JobState.FAILED, "It does not add up.")
    assert not report.files.exists()


def test_finish__is_won_once(report):
    compiling.work_on(report.pk)
    report.files.update(state=JobState.DONE)
    assert [compiling.finish(report.pk) for _n in range(3)] == [True, False, False]


def test_sweep__wakes_for_waiting_and_lapsed_rows_only(report, woken):
    assert compiling.sweep() == [report.pk], "waiting"
    claimed = Report.objects.filter(pk=report.pk).claim()
    assert compiling.sweep() == [], "in good hands"
    lapse(claimed)
    assert compiling.sweep() == [report.pk], "fallen silent"
    report.refresh_from_db()
    assert (report.state, report.token, report.attempts) == (JobState.QUEUED, None, 1)
    assert work(report).state == JobState.DONE
    assert compiling.sweep() == [], "finished"


def test_sweep__gives_up_on_a_row_that_was_tried_often_enough(report):
    for _n in range(MAX_ATTEMPTS):
        lapse(Report.objects.filter(pk=report.pk).claim())
    assert compiling.sweep() == []
    report.refresh_from_db()
    assert report.state == JobState.FAILED
    assert str(MAX_ATTEMPTS) in report.error


def test_sweep__finishes_a_report_whose_last_worker_died_at_the_very_end(report):
    compiling.work_on(report.pk)
    report.files.update(state=JobState.DONE, finished_at=timezone.now())
    compiling.sweep()
    report.refresh_from_db()
    assert report.state == JobState.DONE


def test_scratch__of_a_killed_worker_goes_when_the_report_is_finished(report):
    left = report.folder / "scratch" / "killed"
    left.mkdir(parents=True)
    (left / "half.pdf.part").write_bytes(b"half")
    work(report)
    assert not (report.folder / "scratch").exists()


def test_work_on__makes_volumes_of_a_long_pdf(db, monkeypatch):
    monkeypatch.setattr("reports.renderers.pdf_report.VOLUME_ROWS", 10)
    report = make_report("pdf")
    make_many_comments(report.policy, 14)
    report = work(report)
    assert report.state == JobState.DONE
    files = list(report.files.all())
    assert [(f.part, f.parts) for f in files] == [(1, 3), (2, 3), (3, 3)]
    assert len({f.name for f in files}) == 3
    assert all(f.label and f.path.exists() for f in files)
