"""How long the outline of a long document takes, in each format, and how much memory.

Usage: python -m bench.reading [PAGES]; each format is read in a process of its own.
"""

import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import docx

WORDS = 440
"""Words a page."""
TEXT = "The county shall keep a register of every public tank and publish it in each ward office. "
NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)
READ = """
import resource, sys, time
from pathlib import Path
from django.conf import settings
settings.configure(USE_I18N=False)
from texts.read import read_document
begin = time.perf_counter()
made = read_document(Path(sys.argv[1]))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
took = time.perf_counter() - begin
size = f"{len(made.sections):>5} sections {made.words.arrived:>9,} words"
print(f"{size} {took:>6.2f} s {peak:>5.0f} MB")
"""

Paragraph = tuple[int, str]


def paragraphs(pages: int) -> list[Paragraph]:
    """A section a page: level and words; level 0 is text. Illustrative."""
    made: list[Paragraph] = []
    for page in range(pages):
        chapter, section = page // 10 + 1, page % 10 + 1
        if section == 1:
            made.append((1, f"Chapter {chapter}: Water of ward {chapter}"))
        made.append((2, f"{chapter}.{section} Springs and tanks of place {section}"))
        made += [(0, TEXT * 6)] * (WORDS // len((TEXT * 6).split()))
    return made


def write_docx(path: Path, made: list[Paragraph]) -> None:
    document = docx.Document()
    for level, text in made:
        if level:
            document.add_heading(text, level)
        else:
            document.add_paragraph(text)
    document.save(str(path))


def write_html(path: Path, made: list[Paragraph]) -> None:
    lines = (f"<h{level}>{text}</h{level}>" if level else f"<p>{text}</p>" for level, text in made)
    path.write_text(f"<!DOCTYPE html><body>{''.join(lines)}</body>", encoding="utf-8")


def write_odt(path: Path, made: list[Paragraph]) -> None:
    lines = (
        f'<text:h text:outline-level="{level}">{text}</text:h>'
        if level
        else f"<text:p>{text}</text:p>"
        for level, text in made
    )
    body = f"<office:body><office:text>{''.join(lines)}</office:text></office:body>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr(
            "content.xml", f"<office:document-content {NAMES}>{body}</office:document-content>"
        )


def main() -> None:
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    made = paragraphs(pages)
    with tempfile.TemporaryDirectory(prefix="maoni-bench-") as folder:
        for write in (write_docx, write_odt, write_html):
            path = Path(folder) / f"long.{write.__name__.removeprefix('write_')}"
            write(path, made)
            print(f"{pages} pages {path.suffix:<6}", end="", flush=True)
            subprocess.run([sys.executable, "-c", READ, str(path)], check=True)


if __name__ == "__main__":
    main()
