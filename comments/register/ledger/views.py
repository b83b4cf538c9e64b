"""What anybody may have of a ledger: its page, checkpoints, entries, and the checker."""

from datetime import UTC, datetime
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from comments import kept_page_parts
from comments.merkle import checker
from comments.merkle.checker import CheckFailed, SignedNote, VerifierKey
from comments.models import Ledger, Witness
from comments.register.ledger.checkpoints import (
    NotWitnessed,
    add_cosignature,
    entry_list,
    growth_since,
    newest_note,
)
from comments.register.ledger.signing import all_verifier_keys
from home.visibility import may_read, passes
from policies.selectors import kept_for

SECONDS = 60  # that others may keep what they were given
MOST_BYTES = 20_000  # of a checkpoint that a witness sends


@require_safe
def ledger_page(request: HttpRequest, ledger_key: str) -> HttpResponse:
    """What the ledger is for, where it stands, and how to check it."""
    ledger = _ledger(request, ledger_key)
    kept_page_parts.depends_on_ledger(ledger.pk, ledger.policy_id)
    note = newest_note(ledger)
    context = {
        "policy": ledger.policy.localized if may_read(request, ledger.policy) else None,
        "ledger": ledger,
        "note": note,
        "head": checker.TreeHead.parse(note.text),
        "keys": list(all_verifier_keys(ledger.origin)),
        "witnesses": _signatures(note),
    }
    return render(request, "comments/ledger.html", context)


@require_safe
def checkpoint(request: HttpRequest, ledger_key: str) -> HttpResponse:
    """The newest one, as c2sp.org/tlog-checkpoint."""
    ledger = _ledger(request, ledger_key)
    return _text(ledger, str(newest_note(ledger)))


@require_safe
def entries(request: HttpRequest, ledger_key: str) -> HttpResponse:
    """Every entry's seal, in order, with a checkpoint over all of them."""
    ledger = _ledger(request, ledger_key)
    return _text(ledger, str(entry_list(ledger)), name=f"ledger-{ledger.key}.txt")


@require_safe
def growth(request: HttpRequest, ledger_key: str) -> HttpResponse:
    """The newest checkpoint, with the proof that it only adds to one of `old` entries."""
    ledger = _ledger(request, ledger_key)
    old = request.GET.get("old", "")
    if not (old.isascii() and old.isdigit() and len(old) < 18):
        return _plain("Say how many entries you have seen: ?old=300\n", status=400)
    try:
        return _text(ledger, str(growth_since(ledger, int(old))))
    except CheckFailed as error:
        return _plain(f"{error}\n", status=409)


@csrf_exempt
@require_POST
def cosign(request: HttpRequest, ledger_key: str) -> HttpResponse:
    """A checkpoint comes back with a witness's signature, which is all the proof that is asked."""
    ledger = _ledger(request, ledger_key)
    if len(request.body) > MOST_BYTES:
        return _plain("This is longer than a checkpoint.\n", status=413)
    try:
        witness = add_cosignature(ledger, SignedNote.parse(request.body.decode()))
    except (NotWitnessed, CheckFailed, UnicodeDecodeError) as error:
        return _plain(f"{error}\n", status=403)
    return _plain(f"Thank you, {witness.organisation}.\n")


@require_safe
def checker_file(request: HttpRequest) -> HttpResponse:
    """The program that checks all this by itself."""
    response = _plain(Path(checker.__file__).read_text(encoding="utf-8"))
    response["Content-Disposition"] = 'attachment; filename="checker.py"'
    return response


def _ledger(request: HttpRequest, ledger_key: str) -> Ledger:
    """Raises `Http404` as well where the reader may not see the policy."""
    ledger = get_object_or_404(Ledger.objects.select_related("policy__locale"), key=ledger_key)
    if not passes(request, ledger.policy):
        raise Http404
    return ledger


def _signatures(note: SignedNote) -> list[tuple[Witness, datetime]]:
    """The accepted witnesses that signed, each with the moment."""
    accepted = Witness.objects.filter(is_active=True)
    signed = [(each, note.signed_by(VerifierKey.parse(each.key))) for each in accepted]
    return [(each, datetime.fromtimestamp(at, UTC)) for each, at in signed if at]


def _text(ledger: Ledger, text: str, name: str = "") -> HttpResponse:
    response = _plain(text)
    if name:
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    return kept_for(ledger.policy, response, SECONDS)


def _plain(text: str, status: int = 200) -> HttpResponse:
    return HttpResponse(text, content_type="text/plain; charset=utf-8", status=status)
