"""How long an editor waits: a long bill imported, a policy of many sections published.

Usage: python bench/policies.py [SECTIONS]
"""

import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
FOLDER = tempfile.TemporaryDirectory(prefix="maoni-bench-")
os.environ["DATA_DIR"] = FOLDER.name
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "consult.settings")
os.environ.setdefault("LOG_LEVEL", "WARNING")

import django  # noqa: E402

django.setup()

import docx  # noqa: E402
from django.core.management import call_command  # noqa: E402

from policies.imports.continuing import continue_policy  # noqa: E402
from policies.imports.import_plan import Continuation, NewPolicy  # noqa: E402
from policies.imports.making import create_policy  # noqa: E402
from policies.imports.section_matches import existing_sections, propose_matches  # noqa: E402
from policies.models import Edition, EditionPlan  # noqa: E402
from policies.publishing.indexing import indexed_together  # noqa: E402
from policies.publishing.services import publish_edition  # noqa: E402
from texts.read import read_document  # noqa: E402

WORDS = 22_000
CLAUSE = "The county executive committee member shall, in consultation with the public, "
rows: list[tuple[str, float, float]] = []


@contextmanager
def measured(what: str) -> Iterator[None]:
    """Wall and processor time of a step, in seconds."""
    wall, cpu = time.perf_counter(), time.process_time()
    yield
    rows.append((what, time.perf_counter() - wall, time.process_time() - cpu))


def write_bill(path: Path, sections: int, extra: str = "") -> None:
    """A Word file with parts and sections; illustrative, as long as asked for."""
    bill = docx.Document()
    bill.add_heading("Illustrative Long Bill", 0)
    each = max(1, round(WORDS / sections / 40))
    for n in range(1, sections + 1):
        if n % 20 == 1:
            bill.add_heading(f"PART {n // 20 + 1} Matters of kind {n // 20 + 1}", 1)
        bill.add_heading(f"{n}. Section about matter {n}", 2)
        for m in range(each):
            bill.add_paragraph(f"({m + 1}) {CLAUSE * 3} provide for matter {n} and {m}{extra}.")
    bill.save(str(path))


def main() -> None:
    sections = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    call_command("migrate", verbosity=0)
    file = Path(FOLDER.name) / "bill.docx"
    write_bill(file, sections)
    with measured("read the file"):
        outline = read_document(file)
    with measured("make the drafts"):
        policy = create_policy(outline, NewPolicy(title="Illustrative Long Bill")).policy
    with measured("publish the edition"):
        publish_edition(policy=policy, plan=EditionPlan(label="First draft"))
    write_bill(file, sections, " in every ward")
    again = read_document(file)
    with measured("match a new text"):
        proposals, _removed = propose_matches(again, existing_sections(policy))
    matches = [proposal.page and proposal.page.pk for proposal in proposals]
    with measured("publish the new text"), indexed_together():
        continue_policy(policy, again, Continuation(matches=matches))
        publish_edition(policy=policy, plan=EditionPlan(label="Second draft"))
    count = Edition.objects.first().entries.count()  # type: ignore[union-attr]
    print(f"{count} sections, {outline.words.arrived:,} words")
    for what, wall, cpu in rows:
        print(f"{what:<24}{wall:>8.2f} s wall {cpu:>8.2f} s cpu")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{'peak memory':<24}{peak:>8.0f} MB")


if __name__ == "__main__":
    main()
