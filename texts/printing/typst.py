"""Typeset a PDF with Typst in a process of its own.

The compiler keeps its caches until its process ends, so it never runs inside a worker: each call
starts one (`texts.apart`), which ends with its memory. Data reaches the template as
``data.json`` and is never evaluated.
"""

import json
import shutil
import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from texts import apart
from texts.printing.fonts import font_folders, printable
from texts.scratch import scratch_folder

STANDARDS = ["ua-1", "a-2a"]
HOUSE_STYLE = Path(__file__).with_name("house.typ")
MEMORY_MB = 4096
"""Of addresses: the compiler's threads take up more of them than memory."""


class TypstError(Exception):
    """The document could not be typeset; the message says why."""


def compile_pdf(
    template: Path,
    data: Mapping[str, Any],
    out: Path,
    *,
    assets: Mapping[str, bytes] | None = None,
    timestamp: datetime | None = None,
    timeout_s: float = 120,
    on_wait: Callable[[], None] | None = None,
) -> None:
    """Typeset `template` with `data` into `out`, as PDF/UA-1 and PDF/A-2a.

    The template reads ``json("data.json")`` and may import ``house.typ`` and every ``.typ`` file
    beside it; `assets` are files by name (``{"chart.svg": b"…"}``) in the same folder. It can read
    nothing outside that folder. Every string in `data` passes through `fonts.printable`.

    `timestamp` (aware) is written as the date of creation, so that equal input gives equal bytes.
    `on_wait` is called about ten times a second while the compiler runs. `out` appears only when
    complete. Raises `TypstError` if it cannot be typeset, or not within `timeout_s` seconds.
    """
    part = out.with_name(out.name + ".part")
    with scratch_folder() as root:
        _fill(root, template, data, assets or {})
        order = {
            "format": "pdf",
            "pdf_standards": STANDARDS,
            "timestamp": int(timestamp.timestamp()) if timestamp else None,
        }
        try:
            _run(root / template.name, part, order, timeout_s, on_wait)
            part.replace(out)
        finally:
            part.unlink(missing_ok=True)


def compile_png(
    template: Path,
    data: Mapping[str, Any],
    *,
    assets: Mapping[str, bytes] | None = None,
    ppi: int = 200,
    timeout_s: float = 120,
) -> list[bytes]:
    """The pages of `template` as PNG pictures; all else as for `compile_pdf`."""
    with scratch_folder() as root:
        _fill(root, template, data, assets or {})
        pages = root / "pages"
        pages.mkdir()
        order = {"format": "png", "ppi": ppi}
        _run(root / template.name, pages / "0000.png", order, timeout_s, None)
        return [page.read_bytes() for page in sorted(pages.iterdir())]


def _fill(root: Path, template: Path, data: Mapping[str, Any], assets: Mapping[str, bytes]) -> None:
    for source in (HOUSE_STYLE, *template.parent.glob("*.typ")):
        shutil.copyfile(source, root / source.name)
    for name, content in assets.items():
        if Path(name).name != name:
            raise ValueError(f"An asset's name must be a plain file name: {name!r}")
        (root / name).write_bytes(content)
    with (root / "data.json").open("w", encoding="utf-8") as file:
        json.dump(_clean(data), file, ensure_ascii=False)


def _clean(value: Any) -> Any:
    """`value` with every string printable; lazy strings are resolved, keys are kept."""
    if isinstance(value, str):
        return printable(value)
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Mapping):
        return {key: _clean(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(item) for item in value]
    return printable(str(value))


def _run(
    main_file: Path,
    out: Path,
    options: dict[str, Any],
    timeout_s: float,
    on_wait: Callable[[], None] | None,
) -> None:
    order = {"main": str(main_file), "out": str(out), **options}
    ceiling = apart.Ceiling(seconds=timeout_s, megabytes=MEMORY_MB)
    try:
        apart.run(__name__, order, ceiling, on_wait=on_wait)
    except (apart.OverCeiling, apart.WorkFailed) as error:
        raise TypstError(str(error)) from error


def main(order: dict[str, Any]) -> None:
    """The compiler's process: compile one document, or leave with the reason on stderr."""
    import typst

    main_file, out = Path(order.pop("main")), Path(order.pop("out"))
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(folder) for folder in font_folders()],
    )
    root = str(main_file.parent)
    try:
        made = typst.compile(
            str(main_file),
            root=root,
            font_paths=fonts,
            package_path=root,
            package_cache_path=root,
            **order,
        )
    except typst.TypstError as error:
        sys.exit("\n".join([error.message, *error.hints, error.diagnostic or ""]).strip())
    if isinstance(made, list):
        for number, page in enumerate(made):
            out.with_name(f"{number:04d}{out.suffix}").write_bytes(page)
    else:
        out.write_bytes(made)
