import gzip
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.dataset import Dataset, DatasetError, json_line, write_dataset
from reports.dataset_row import KEYS, WORDS
from tests.reports import sample


def write(path, count=60, *, change=None, expected=None):
    rows = list(sample.rows(count))
    if change:
        change(rows)
    return write_dataset(path / "d.jsonl.gz", sample.header(), iter(rows), expected=expected)


def test_write_dataset__keeps_rows_and_sections(tmp_path):
    dataset = write(tmp_path)
    expected = {row["ref"]: row for row in sample.rows(60)}
    found = list(Dataset.open(dataset.path).rows())
    assert [row["ref"] for row in found] == list(expected)
    for row in found:
        assert tuple(row) == KEYS
        if row["state"] == "published":
            assert row == {key: expected[row["ref"]][key] for key in KEYS}
    assert [section["key"] for section in dataset.sections] == ["s0", "s1", "s2", "s3"]
    assert len(dataset) == 60


def test_write_dataset__blanks_the_words_of_what_is_not_published(tmp_path):
    rows = [row for row in write(tmp_path, 300).rows() if row["state"] != "published"]
    assert len(rows) > 10
    assert not any(row[key] for row in rows for key in WORDS)
    assert all(row["stance"] and row["channel"] for row in rows)


def test_write_dataset__is_equal_byte_for_byte(tmp_path):
    (tmp_path / "b").mkdir()
    first, second = write(tmp_path), write(tmp_path / "b")
    assert first.path.read_bytes() == second.path.read_bytes()
    assert first.sha256 == second.sha256
    assert first.sha256 != write(tmp_path, 61).sha256


def test_write_dataset__counts_every_group_like_a_plain_count(tmp_path):
    dataset = write(tmp_path, 300)
    rows = list(sample.rows(300))
    published = [row for row in rows if row["state"] == "published"]
    for group in ("stance", "sub_county", "channel", "language"):
        found = {line["key"]: line for line in dataset.counts[f"by_{group}"]}
        every = Counter(row[group] for row in rows)
        assert {key: line["total"] for key, line in found.items()} == every
        shown = Counter(row[group] for row in published)
        assert {key: line["published"] for key, line in found.items()} == shown
    tags = Counter(tag for row in published for tag in row["tags"])
    assert {line["key"]: line["published"] for line in dataset.counts["by_tag"]} == tags
    for line in dataset.counts["by_section"]:
        mine = Counter(row["stance"] for row in published if row["section_key"] == line["key"])
        assert Counter(line["stances"]) == mine


def test_write_dataset__tells_wards_of_one_name_apart(tmp_path):
    def change(rows):
        for row, place in zip(rows, ("Lugari", "Butere"), strict=False):
            row.update(ward="Township", sub_county=place, state="published")

    lines = write(tmp_path, change=change).counts["by_ward"]
    named = [line for line in lines if line["label"] == "Township"]
    assert {line["sub_county"] for line in named} == {"Lugari", "Butere"}


def test_write_dataset__reconciles_by_channel(tmp_path):
    table = write(tmp_path, 300).header["reconciliation"]
    for line in [*table["channels"], table["all_channels"]]:
        parts = ("published", "hidden", "withdrawn", "waiting")
        assert line["total"] == sum(line[part] for part in parts)
    assert table["all_channels"]["total"] == 300
    assert min(table["all_channels"].values()) > 0


def test_write_dataset__accepts_figures_that_agree_and_refuses_others(tmp_path):
    lines = write(tmp_path).header["reconciliation"]["channels"]
    expected = {line["channel"]: line for line in lines}
    write(tmp_path, expected=expected)
    expected["sms"]["total"] += 1
    with pytest.raises(DatasetError, match="sms: total"):
        write(tmp_path, expected=expected)


def test_write_dataset__leaves_no_file_when_refused(tmp_path):
    with pytest.raises(DatasetError, match="does not add up"):
        write(tmp_path, expected={})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda rows: rows.reverse(), "out of order"),
        (lambda rows: rows.insert(0, rows[0]), "there twice"),
        (lambda rows: rows[5].update(section_key="gone"), "not in the dataset"),
        (lambda rows: rows[5].update(state="lost"), "unknown state"),
    ],
)
def test_write_dataset__refuses_bad_rows(tmp_path, change, words):
    with pytest.raises(DatasetError, match=words):
        write(tmp_path, change=change)


def test_write_dataset__refuses_two_sections_of_one_key(tmp_path):
    header = sample.header()
    header["sections"][1]["key"] = header["sections"][0]["key"]
    with pytest.raises(DatasetError, match="the same key"):
        write_dataset(tmp_path / "d.jsonl.gz", header, [])


def test_dataset__reads_a_slice(tmp_path):
    dataset = write(tmp_path)
    every = [row["ref"] for row in dataset.rows()]
    assert [row["ref"] for row in dataset.rows(10, 20)] == every[10:20]
    assert [row["ref"] for row in dataset.rows(55, 99)] == every[55:]


def test_dataset__says_when_the_file_is_cut_short(tmp_path):
    dataset = write(tmp_path)
    lines = gzip.decompress(dataset.path.read_bytes()).splitlines(keepends=True)
    dataset.path.write_bytes(gzip.compress(b"".join(lines[:-5])))
    with pytest.raises(DatasetError, match="ends after row 55 of 60"):
        list(Dataset.open(dataset.path).rows())
    dataset.path.write_bytes(gzip.compress(b"".join(lines))[:-900])
    with pytest.raises(DatasetError, match="damaged"):
        list(Dataset.open(dataset.path).rows())


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04", gzip.compress(b"{}\n"), gzip.compress(b"[")],
    ids=["empty", "zip", "empty header", "no JSON"],
)
def test_dataset__refuses_another_file(tmp_path, content):
    path = tmp_path / "x.gz"
    path.write_bytes(content)
    with pytest.raises(DatasetError, match=r"x\.gz is not a report dataset"):
        Dataset.open(path)


def test_dataset__refuses_a_header_that_does_not_add_up(tmp_path):
    dataset = write(tmp_path)
    lines = gzip.decompress(dataset.path.read_bytes()).splitlines(keepends=True)
    header = dataset.header
    header["reconciliation"]["all_channels"]["hidden"] += 1
    dataset.path.write_bytes(gzip.compress(b"".join([json_line(header), *lines[1:]])))
    with pytest.raises(DatasetError, match="does not add up"):
        Dataset.open(dataset.path)


@given(text=st.text(st.characters(), max_size=50))
def test_dataset__returns_any_text_as_it_was(tmp_path_factory, text):
    def change(rows):
        rows[0].update(text=text, state="published")

    dataset = write(tmp_path_factory.mktemp("any"), 1, change=change)
    assert next(dataset.rows())["text"] == text


def test_dataset__of_another_version_is_refused(tmp_path):
    dataset = write(tmp_path)
    lines = gzip.decompress(dataset.path.read_bytes()).splitlines(keepends=True)
    header = {**dataset.header, "schema": 1}
    dataset.path.write_bytes(gzip.compress(b"".join([json_line(header), *lines[1:]])))
    with pytest.raises(DatasetError, match="dataset version 1"):
        Dataset.open(dataset.path)
