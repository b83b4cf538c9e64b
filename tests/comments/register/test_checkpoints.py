"""What the ledger hands out, and to whom: checkpoints, proofs, lists, witnesses' signatures."""

import json
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.management import CommandError, call_command
from django.urls import reverse

from comments.channels.web import views as web_views
from comments.merkle import checker
from comments.merkle.checker import (
    EntryList,
    EntryProof,
    Growth,
    SignedNote,
    TreeHead,
    check_growth,
    commitment,
    cosigned,
    leaf_hash,
    witness_key,
)
from comments.models import Checkpoint, Comment, Ledger, Witness
from comments.register.ledger import signing
from comments.register.ledger.checkpoints import (
    keep_checkpoint,
    keep_checkpoints,
    newest_note,
    proofs_of,
)
from comments.register.ledger.entries import verify
from comments.register.ledger.signing import all_verifier_keys, replace_key, sign, verifier_key
from comments.register.services import withdraw
from tests.factories import make_comment, make_commented_policy, make_policy, rewrite_ledger

pytestmark = pytest.mark.django_db

SECRET = Ed25519PrivateKey.from_private_bytes(b"w" * 32)
SHEET = 'class="slip"'
KEY = witness_key("witness.example/illustrative", SECRET)


@pytest.fixture(autouse=True)
def own_key(settings, tmp_path):
    settings.LEDGER_KEY = tmp_path / "ledger.key"


@pytest.fixture(scope="module")
def made(make_once):
    return make_once(make_commented_policy)


@pytest.fixture
def ledger(policy):
    return Ledger.objects.get(policy=policy)


@pytest.fixture
def witness():
    return Witness.objects.create(organisation="Illustrative Witness", key=str(KEY))


def url(name, ledger):
    return reverse(f"ledger:{name}", args=[ledger.key])


def signed_by_witness(note, moment=1_790_000_000):
    return f"{note}{cosigned(note, KEY, SECRET, moment)}"


def receipt_url(comment, name, *more):
    return reverse(f"comments:{name}", args=[comment.submission.printed_receipt, *more])


def test_proof__of_every_comment_holds_for_its_own_words(policy, ledger):
    comments = list(Comment.objects.on_record().order_by("number"))
    proofs = proofs_of([each.ledger_entry for each in comments])
    for comment, proof in zip(comments, proofs, strict=True):
        assert proof.check([verifier_key(ledger.origin)], commitment(proof.extra)).size == 5
        assert json.loads(proof.extra.partition(b"\n")[2])["text"] == comment.text
        assert proof.leaf_index + 1 == comment.number


def test_proof__of_a_withdrawn_comment_holds_as_before(client, policy, ledger):
    comment = withdraw(comment=Comment.objects.get(number=2))
    proof = EntryProof.parse(client.get(receipt_url(comment, "proof", 2)).content.decode())
    assert proof.check([verifier_key(ledger.origin)], commitment(proof.extra))


def test_proof__is_for_who_holds_the_receipt_and_stays_with_them(client, policy):
    first, second = Comment.objects.order_by("number")[:2]
    response = client.get(receipt_url(first, "proof", first.number))
    assert response["Content-Disposition"] == f'attachment; filename="{first.ref}.tlog-proof"'
    assert response["X-Robots-Tag"] == "noindex"
    assert "no-store" in response["Cache-Control"]
    assert client.get(receipt_url(first, "proof", second.number)).status_code == 404


def test_proofs__of_many_ask_as_much_as_of_one(policy, django_assert_max_num_queries):
    comments = list(Comment.objects.on_record())
    proofs_of([comments[0].ledger_entry])  # makes the key
    with django_assert_max_num_queries(3):
        proofs_of([each.ledger_entry for each in comments])


def test_proof__is_against_what_a_witness_signed_where_that_is_over_it(
    client, policy, ledger, witness
):
    note = SignedNote.parse(keep_checkpoint(ledger).note)
    client.post(url("cosign", ledger), signed_by_witness(note), content_type="text/plain")
    late = make_comment(policy, text="A view that came after")
    keep_checkpoints()
    comments = list(Comment.objects.on_record().order_by("number"))
    assert proofs_of([comments[0].ledger_entry])[0].note.signed_by(KEY)
    assert (
        TreeHead.parse(proofs_of([comments[-1].ledger_entry])[0].note.text).size == late.number == 6
    )


def test_slip__has_a_square_that_holds_the_proof(client, policy):
    comment = Comment.objects.get(number=3)
    page = client.get(receipt_url(comment, "slip")).content.decode()
    assert comment.text in page
    assert "<svg" in page
    assert comment.ledger_entry.commitment in page


def test_slip__has_a_square_under_more_witnesses_than_it_holds(client, policy, ledger):
    note = SignedNote.parse(keep_checkpoint(ledger).note)
    lines = (cosigned(note, KEY._replace(name=f"{n}.example"), SECRET, 1) for n in range(40))
    Checkpoint.objects.update(note=f"{note}{''.join(lines)}", cosignatures=40)
    page = client.get(receipt_url(Comment.objects.get(number=3), "slip"))
    assert (page.status_code, b"<svg" in page.content) == (200, True)


def test_page__says_where_it_stands_in_both_languages(client, policy, ledger):
    for language in ("en", "sw"):
        page = client.get(f"/{language}/ledger/{ledger.key}/").content.decode()
        assert str(newest_note(ledger)).splitlines()[2] in page.replace("&#x2B;", "+")
        assert str(verifier_key(ledger.origin)) in page.replace("&#x2B;", "+")
    assert client.get(f"/ledger/{ledger.key}/").status_code in (301, 302)


def test_list__gives_the_checkpoint_and_names_nobody(client, policy, ledger):
    text = client.get(url("entries", ledger)).content.decode()
    assert EntryList.parse(text).check([verifier_key(ledger.origin)]).size == 5
    assert "View" not in text


def test_list__has_what_a_receipt_of_the_last_minute_proves(client, policy, ledger):
    keep_checkpoint(ledger)
    comment = make_comment(policy, text="A view that came just now")
    [proof] = proofs_of([Comment.objects.on_record().get(pk=comment.pk).ledger_entry])
    entries = EntryList.parse(client.get(url("entries", ledger)).content.decode())
    assert entries.check([verifier_key(ledger.origin)], [proof.note]).size == 6


def test_growth__shows_that_the_newest_only_adds_to_an_earlier_one(client, policy, ledger):
    old = TreeHead.parse(keep_checkpoint(ledger).note)
    for n in range(9):
        make_comment(policy, text=f"A later view {n}")
    keep_checkpoints()
    growth = Growth.parse(client.get(url("growth", ledger), {"old": "5"}).content.decode())
    new = TreeHead.parse(growth.note.text)
    check_growth(old=old, new=new, path=growth.path)
    assert (growth.old, new.size) == (5, 14)


@pytest.mark.parametrize(("old", "status"), [("", 400), ("x", 400), ("-1", 400), ("9" * 30, 400)])
def test_growth__asked_for_wrongly_says_how(client, policy, ledger, old, status):
    response = client.get(url("growth", ledger), {"old": old})
    assert (response.status_code, "?old=" in response.content.decode()) == (status, True)


def test_growth__from_more_than_there_is_is_refused(client, policy, ledger):
    assert client.get(url("growth", ledger), {"old": "6"}).status_code == 409


def test_checkpoints__are_kept_of_what_has_grown_and_once(policy, ledger):
    make_policy()
    assert [keep_checkpoints(), keep_checkpoints()] == [1, 0]
    make_comment(policy, text="One more view")
    assert keep_checkpoints() == 1
    assert list(ledger.checkpoints.values_list("size", flat=True)) == [6, 5]


def test_cosign__is_kept_and_shown_with_its_moment(client, policy, ledger, witness):
    note = SignedNote.parse(keep_checkpoint(ledger).note)
    body = signed_by_witness(note)
    for _time in range(2):  # sent again it is one signature
        response = client.post(url("cosign", ledger), body, content_type="text/plain")
        assert response.content.decode() == "Thank you, Illustrative Witness.\n"
    kept = Checkpoint.objects.get()
    assert (kept.note, kept.cosignatures) == (body, 1)
    assert "Illustrative Witness" in client.get(f"/en/ledger/{ledger.key}/").content.decode()
    assert client.get(url("checkpoint", ledger)).content.decode() == body


def test_cosign__of_each_witness_is_kept_where_a_checkpoint_comes_back_with_others(
    client, policy, ledger, witness
):
    other = Ed25519PrivateKey.from_private_bytes(b"o" * 32)
    other_key = witness_key("other.example/illustrative", other)
    Witness.objects.create(organisation="Other Witness", key=str(other_key))
    keep_checkpoint(ledger)
    for key, secret in ((KEY, SECRET), (other_key, other)):
        note = newest_note(ledger)
        body = f"{note}{cosigned(note, key, secret, 1_790_000_000)}"
        thanks = client.post(url("cosign", ledger), body, content_type="text/plain").content
    assert thanks.decode() == "Thank you, Other Witness.\n"
    note = newest_note(ledger)
    assert note.signed_by(KEY) == note.signed_by(other_key) == 1_790_000_000
    assert Checkpoint.objects.get().cosignatures == 2


def test_cosign__again_later_is_kept_with_the_later_moment_for_good(
    client, policy, ledger, witness
):
    first = signed_by_witness(SignedNote.parse(keep_checkpoint(ledger).note))
    again = signed_by_witness(SignedNote.parse(first), moment=1_790_086_400)
    seen = []
    for body in (first, again, first):
        client.post(url("cosign", ledger), body, content_type="text/plain")
        seen.append(newest_note(ledger).signed_by(KEY))
    assert seen == [1_790_000_000, 1_790_086_400, 1_790_086_400]
    kept = Checkpoint.objects.get()
    assert (kept.cosignatures, len(SignedNote.parse(kept.note).signatures)) == (1, 2)


@pytest.mark.parametrize("moment", [0, 2**40, 2**63])
def test_cosign__of_a_time_that_has_not_been_is_refused(client, policy, ledger, witness, moment):
    note = SignedNote.parse(keep_checkpoint(ledger).note)
    body = signed_by_witness(note, moment=moment)
    assert client.post(url("cosign", ledger), body, content_type="text/plain").status_code == 403
    assert Checkpoint.objects.get().note == str(note)


@pytest.mark.parametrize("change", ["nobody", "ended", "moment", "size", "unkept", "bytes", "long"])
def test_cosign__refuses_what_no_accepted_witness_signed_of_this_ledger(
    client, policy, ledger, witness, change
):
    note = SignedNote.parse(keep_checkpoint(ledger).note)
    body = signed_by_witness(note)
    if change == "nobody":
        body = str(note)
    elif change == "ended":
        Witness.objects.update(is_active=False)
    elif change == "moment":
        head, _dash, line = body.rpartition("\u2014 ")
        body = f"{head}\u2014 {line[:50]}{'A' if line[50] != 'A' else 'B'}{line[51:]}"
    elif change == "size":
        body = body.replace("\n5\n", "\n4\n")
    elif change == "unkept":
        Checkpoint.objects.all().delete()
    elif change == "bytes":
        body = b"\xff\xfe"
    elif change == "long":
        body = "x" * 20_001
    response = client.post(url("cosign", ledger), body, content_type="text/plain")
    assert response.status_code == (413 if change == "long" else 403)
    assert not Checkpoint.objects.filter(cosignatures__gt=0).exists()


@pytest.mark.parametrize("key", ["", "x", str(KEY._replace(kind=1)), str(KEY)[:-6]])
def test_witness__whose_key_was_copied_wrongly_is_told(key):
    with pytest.raises(ValidationError):
        Witness(organisation="Illustrative", key=key).full_clean()


def test_key__replaced_signs_on_and_what_was_signed_before_stays_good(policy, ledger):
    before = SignedNote.parse(keep_checkpoint(ledger).note)
    old = verifier_key(ledger.origin)
    call_command("replace_ledger_key", "--yes")
    new = verifier_key(ledger.origin)
    assert new != old
    both = SignedNote.parse(ledger.checkpoints.get().note)
    assert (both.signed_by(old), both.signed_by(new), before.signed_by(old)) == (0, 0, 0)
    assert [key for key, _until in all_verifier_keys(ledger.origin)] == [new, old]
    replace_key()
    assert [key for key, _until in all_verifier_keys(ledger.origin)][1:] == [new, old]


def test_page__gives_every_key_to_the_checker(client, policy, ledger, witness):
    """A proof may be against a checkpoint that a witness and the earlier key signed."""
    note = SignedNote.parse(keep_checkpoint(ledger).note)
    client.post(url("cosign", ledger), signed_by_witness(note), content_type="text/plain")
    make_comment(policy, text="One more view")
    call_command("replace_ledger_key", "--yes")
    keys = [key for key, _until in all_verifier_keys(ledger.origin)]
    [proof] = proofs_of([Comment.objects.on_record().get(number=2).ledger_entry])
    assert proof.check(keys, commitment(proof.extra)).size == 5
    page = client.get(f"/en/ledger/{ledger.key}/").content.decode().replace("&#x2B;", "+")
    assert page.count(" ".join(f'--key "{key}"' for key in keys)) == 2


def test_key__made_by_two_at_once_is_one(ledger, monkeypatch):
    made = []

    def link(new, path):
        if not made:
            made.append(None)
            made.append(verifier_key(ledger.origin))  # another thread, or container, comes first
        return os_link(new, path)

    os_link = signing.os.link
    monkeypatch.setattr(signing.os, "link", link)
    assert verifier_key(ledger.origin) == made[1]
    assert [path.name for path in signing.settings.LEDGER_KEY.parent.iterdir()] == ["ledger.key"]


def test_sign__while_the_key_is_replaced_names_the_key_that_signed(ledger, monkeypatch):
    before = signing.ledger_keys()
    key = verifier_key(ledger.origin)
    replace_key()
    keys = iter([before, signing.ledger_keys()])
    monkeypatch.setattr(signing, "ledger_keys", lambda: next(keys))
    assert signing.sign(TreeHead(ledger.origin, 0, b"r" * 32)).signed_by(key) == 0


def test_replace_key__says_what_it_would_do_and_does_nothing_unasked(policy, ledger, capsys):
    before = verifier_key(ledger.origin)
    call_command("replace_ledger_key")
    assert "1 ledgers would get a new key" in capsys.readouterr().out
    assert verifier_key(ledger.origin) == before


def test_key__is_read_by_its_owner_alone(settings, ledger):
    verifier_key(ledger.origin)
    assert settings.LEDGER_KEY.stat().st_mode & 0o777 == 0o600


def test_key__that_is_gone_is_asked_for_and_not_made_anew_unseen(settings, client, policy, ledger):
    keep_checkpoint(ledger)
    settings.LEDGER_KEY.rename(settings.LEDGER_KEY.with_name("elsewhere"))
    with pytest.raises(ImproperlyConfigured, match="backup"):
        verifier_key(ledger.origin)
    taken = make_comment(policy, text="A view while the key is away")
    assert client.get(receipt_url(taken, "receipt")).status_code == 200
    call_command("replace_ledger_key", "--lost", "--yes")
    assert verify(policy) == [
        f"the checkpoint over 5 entries: {ledger.origin} did not sign this checkpoint."
    ]


def test_page__of_a_policy_that_is_not_public_does_not_name_it(client, policy, ledger):
    policy.unpublish()
    page = client.get(f"/en/ledger/{ledger.key}/")
    assert (page.status_code, policy.title in page.content.decode()) == (200, False)


def test_slip__has_twenty_comments_a_page(client, policy, monkeypatch):
    monkeypatch.setattr(web_views, "SLIPS", 2)
    submission = Comment.objects.get(number=1).submission
    Comment.objects.update(submission=submission)
    first, last = (
        client.get(f"/en/receipt/{submission.printed_receipt}/slip/?page={page}").content.decode()
        for page in (1, 3)
    )
    assert (first.count(SHEET), last.count(SHEET)) == (2, 1)


def test_verify_command__tells_a_checkpoint_kept_elsewhere_that_does_not_agree(
    policy, ledger, tmp_path, capsys
):
    kept = tmp_path / "checkpoint"
    kept.write_text(keep_checkpoint(ledger).note, encoding="utf-8")
    call_command("verify_ledger", policy.slug, "--kept", str(kept))
    Ledger.objects.update(size=0, peaks=b"")
    ledger.entries.all().delete()
    Checkpoint.objects.all().delete()
    with pytest.raises(CommandError, match="it was cut"):
        call_command("verify_ledger", policy.slug, "--kept", str(kept))


def test_verify_command__takes_a_checkpoint_newer_than_those_that_are_kept(
    policy, ledger, tmp_path
):
    """As a receipt has it whose comment came within the last minute."""
    keep_checkpoint(ledger)
    comment = make_comment(policy, text="A view that came just now")
    [proof] = proofs_of([Comment.objects.on_record().get(pk=comment.pk).ledger_entry])
    kept = tmp_path / "checkpoint"
    kept.write_text(str(proof.note), encoding="utf-8")
    call_command("verify_ledger", policy.slug, "--kept", str(kept))


def run(folder, *arguments):
    """The checker alone, as somebody has it who downloaded it."""
    program = folder / "checker.py"
    program.write_text(Path(checker.__file__).read_text(encoding="utf-8"), encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-I", program, *map(str, arguments)],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_checker__alone_proves_a_receipt_and_tells_other_words(client, policy, ledger, tmp_path):
    comment = Comment.objects.get(number=4)
    made = client.get(receipt_url(comment, "proof", 4)).content
    (tmp_path / "a.tlog-proof").write_bytes(made)
    key = str(verifier_key(ledger.origin))
    done = run(tmp_path, "receipt", "a.tlog-proof", "--key", key)
    assert done.returncode == 0, done.stderr
    assert "Entry 4 of 5" in done.stdout
    assert "text: View number 3" in done.stdout
    seal = comment.ledger_entry.commitment
    for given, code in ((seal, 0), ("0" * 64, 1), ("zz", 1)):
        done = run(tmp_path, "receipt", "a.tlog-proof", "--seal", given, "--key", key)
        assert done.returncode == code, done.stderr
    assert "NOT RIGHT" in done.stderr


def test_checker__shows_no_words_that_are_not_of_the_seal(client, policy, ledger, tmp_path):
    comment = Comment.objects.get(number=4)
    proof = EntryProof.parse(client.get(receipt_url(comment, "proof", 4)).content.decode())
    false = proof._replace(extra=b'00\n{"text":"Words that nobody sent"}')
    (tmp_path / "a.tlog-proof").write_text(str(false), encoding="utf-8")
    options = ["--seal", comment.ledger_entry.commitment, "--key", verifier_key(ledger.origin)]
    done = run(tmp_path, "receipt", "a.tlog-proof", *options)
    assert (done.returncode, done.stdout) == (1, "")


def test_checker__takes_a_file_as_an_editor_keeps_it(client, policy, ledger, tmp_path):
    comment = Comment.objects.get(number=4)
    made = client.get(receipt_url(comment, "proof", 4)).content.replace(b"\n", b"\r\n")
    (tmp_path / "a.tlog-proof").write_bytes(b"\xef\xbb\xbf" + made + b"\r\n\r\n")
    done = run(tmp_path, "receipt", "a.tlog-proof", "--key", verifier_key(ledger.origin))
    assert done.returncode == 0, done.stderr


def test_checker__faults_of_a_file_cannot_steer_a_terminal(client, policy, ledger, tmp_path):
    comment = Comment.objects.get(number=4)
    made = client.get(receipt_url(comment, "proof", 4)).content
    (tmp_path / "a.tlog-proof").write_bytes(
        made.replace(b"index 3", b"index 3\n\x1b[2K\x1b[GEntry 4")
    )
    done = run(tmp_path, "receipt", "a.tlog-proof", "--key", verifier_key(ledger.origin))
    assert (done.returncode, "\x1b" in done.stderr) == (1, False)


@pytest.mark.parametrize(
    ("sealed", "code"),
    [(b'{"\\u001b[2K":"words"}', 0), (b"[1]", 1), (b"5", 1), (b"[" * 100_000, 1)],
)
def test_checker__what_a_hostile_site_has_sealed_is_told_in_one_line(
    ledger, tmp_path, sealed, code
):
    extra = b"salt\n" + sealed
    head = TreeHead(ledger.origin, 1, leaf_hash(commitment(extra)))
    (tmp_path / "a").write_text(str(EntryProof(extra, 0, (), sign(head))), encoding="utf-8")
    done = run(tmp_path, "receipt", "a", "--key", verifier_key(ledger.origin))
    assert (done.returncode, "Traceback" in done.stderr) == (code, False)
    assert "\x1b" not in done.stdout


def test_checker__a_witness_of_a_time_that_cannot_be_is_told_in_one_line(policy, ledger, tmp_path):
    body = signed_by_witness(SignedNote.parse(keep_checkpoint(ledger).note), moment=2**63)
    Checkpoint.objects.update(note=body)
    [proof] = proofs_of([Comment.objects.on_record().get(number=2).ledger_entry])
    (tmp_path / "a").write_text(str(proof), encoding="utf-8")
    done = run(tmp_path, "receipt", "a", "--key", verifier_key(ledger.origin), "--key", KEY)
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)


def test_checker__words_cannot_steer_a_terminal(client, policy, ledger, tmp_path):
    comment = make_comment(policy, text="A view \x1b[2J\u202eand more")
    made = client.get(receipt_url(comment, "proof", comment.number)).content
    (tmp_path / "a.tlog-proof").write_bytes(made)
    done = run(tmp_path, "receipt", "a.tlog-proof", "--key", str(verifier_key(ledger.origin)))
    assert done.returncode == 0, done.stderr
    assert not {"\x1b", "\u202e"} & set(done.stdout)


def test_checker__alone_checks_the_whole_ledger_against_what_was_kept(
    client, policy, ledger, tmp_path
):
    (tmp_path / "kept").write_text(keep_checkpoint(ledger).note, encoding="utf-8")
    make_comment(policy, text="One more view")
    keep_checkpoints()
    (tmp_path / "entries.txt").write_bytes(client.get(url("entries", ledger)).content)
    key = str(verifier_key(ledger.origin))
    done = run(tmp_path, "ledger", "entries.txt", "--earlier", "kept", "--key", key)
    assert (done.returncode, "1 earlier" in done.stdout) == (0, True), done.stderr


class Relay(BaseHTTPRequestHandler):
    """Hands the requests of a witness to the site."""

    def do_GET(self):
        self.answer(self.server.client.get(self.path))

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.answer(self.server.client.post(self.path, body, content_type="text/plain"))

    def answer(self, response):
        self.send_response(response.status_code)
        self.end_headers()
        self.wfile.write(response.content)

    def log_message(self, *args):
        pass


@pytest.fixture
def witnessing(client, ledger, tmp_path):
    """Run the witness's command against the site, which answers as many requests as are said."""
    with HTTPServer(("127.0.0.1", 0), Relay) as server:
        server.client, server.timeout = client, 60

        def witnessing(requests):
            address = f"http://127.0.0.1:{server.server_port}/ledger/{ledger.key}"
            options = ["--secret", "secret", "--state", "state"]
            options += ["--key", str(verifier_key(ledger.origin))]
            command = [sys.executable, "-I", checker.__file__, "witness", address, *options]
            pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
            with subprocess.Popen(command, cwd=tmp_path, **pipes) as process:
                for _request in range(requests):
                    server.handle_request()
                out, err = process.communicate(timeout=60)
            return process.returncode, out + err

        yield witnessing


def test_witness__keeps_and_signs_what_only_grew_and_tells_what_did_not(
    witnessing, policy, ledger, tmp_path
):
    made = run(tmp_path, "new-key", "witness.example/illustrative", "secret")
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600
    Witness.objects.create(organisation="Illustrative Witness", key=made.stdout.strip())
    keep_checkpoints()
    code, said = witnessing(2)
    assert (code, "from 0 to 5" in said) == (0, True), said
    assert Checkpoint.objects.get(size=5).cosignatures == 1
    make_comment(policy, text="One more view")
    keep_checkpoints()
    code, said = witnessing(2)
    assert (code, "from 5 to 6" in said) == (0, True), said
    seen = (tmp_path / "state").read_text(encoding="utf-8")
    rewrite_ledger(policy, number=2, text="Words that nobody sent")
    Checkpoint.objects.all().delete()
    keep_checkpoints()
    code, said = witnessing(1)
    assert (code, "rewritten" in said) == (1, True), said
    assert (tmp_path / "state").read_text(encoding="utf-8") == seen
    assert not Checkpoint.objects.filter(cosignatures__gt=0).exists()
