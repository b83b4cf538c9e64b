import json


def test_json__is_the_dataset_without_loss(dataset, rendered):
    document = json.loads(rendered("json").read_bytes())
    assert document["comments"] == list(dataset.rows())
    assert document["header"] == {**dataset.header, "dataset_sha256": dataset.sha256}


def test_json__keeps_hostile_text(rendered):
    texts = {row["text"] for row in json.loads(rendered("json").read_bytes())["comments"]}
    assert "lone \ud800 surrogate" in texts
    assert "nul\x00 bell\x07 escape\x1b here" in texts
    assert "\u202egnp.exe\u202c ok" in texts
