"""E-mails as a table: a row a message, with who sent it, when, what it says and what hung on it.

A message is hostile until it is read: its parts are counted, nothing in it is opened, fetched or
run, and one that cannot be understood is a row without words, which is refused by itself.
"""

import mailbox
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from lxml import etree, html

from comments.channels.bulk.sheet_files import as_text, write_table
from texts.cleaning import typed_line
from texts.kept_words import remark as _
from texts.readers import door
from texts.source import UnreadableDocument

COLUMNS_OF_MAILS = (
    *("text", "name", "email", "received_at", "external_id", "channel", "message"),
    *("subject", "attachments"),
)
MAX_MAILS, MAX_PARTS, MAX_WORDS = 2_000, 200, 40_000
NAMED, LINE = 20, 200
_LINES = ["p", "br", "div", "li", "tr", "h1", "h2", "h3", "h4", "blockquote"]


def write_mails(path: Path, target: Path, max_bytes: int = door.MAX_BYTES) -> None:
    """Write the messages of an .eml or .mbox file to ``target``, a row each.

    Raises `UnreadableDocument` where the file is too large, or has too many or none.
    """
    door.check_size(path, max_bytes)
    rows = [_row(raw) for raw in _messages(path)]
    if not any(row["external_id"] or row["email"] for row in rows):
        raise UnreadableDocument(_("There is no e-mail in the file."))
    cells = ([as_text(row[name]) for name in COLUMNS_OF_MAILS] for row in rows)
    write_table(target, [(0, list(COLUMNS_OF_MAILS)), *enumerate(cells, start=1)])


def is_mailbox(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(5) == b"From "


def _messages(path: Path) -> Iterator[bytes]:
    if not is_mailbox(path):
        yield path.read_bytes()
        return
    with closing(mailbox.mbox(path, create=False)) as box:
        for n, key in enumerate(box.iterkeys()):
            if n == MAX_MAILS:
                raise UnreadableDocument(
                    _("The file has more than %(most)d e-mails: split it.", most=MAX_MAILS)
                )
            yield box.get_bytes(key)


def _row(raw: bytes) -> dict[str, str]:
    """What a message says; next to nothing where its parts cannot be told apart."""
    found = dict.fromkeys(COLUMNS_OF_MAILS, "") | {"channel": "email"}
    try:
        mail = message_from_bytes(raw, policy=policy.default)
        parts = _parts(mail)
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError):
        return found
    name, address = parseaddr(_header(mail, "From"))
    identifier = _header(mail, "Message-ID").strip("<> ")
    return found | {
        "text": _words(parts),
        "name": "" if "@" in name else name[:120],
        "email": _address(address),
        "received_at": _moment(_header(mail, "Date")),
        "external_id": identifier[:100],
        "message": identifier or _header(mail, "Date") + address,
        "subject": _header(mail, "Subject"),
        "attachments": ", ".join(_attachments(parts)),
    }


def _parts(mail: EmailMessage) -> list[EmailMessage]:
    """The parts that hold no others. Raises `ValueError` where they are too many."""
    found: list[EmailMessage] = []
    for n, part in enumerate(mail.walk()):
        if n > MAX_PARTS:
            raise ValueError(n)
        if isinstance(part, EmailMessage) and not part.is_multipart():
            found.append(part)
    return found


def _header(mail: EmailMessage, name: str) -> str:
    """A line of the head as plain text; the standard library stumbles over some."""
    try:
        return typed_line(str(mail[name] or "")[: 4 * LINE])[:LINE]
    except (ValueError, LookupError, TypeError, AttributeError):
        return ""


def _words(parts: list[EmailMessage]) -> str:
    """The plain text, or without one the words of the HTML."""
    for kind, understood in (("text/plain", str), ("text/html", html_words)):
        for part in parts:
            if part.get_content_type() == kind and not part.is_attachment():
                words = understood(_content(part)).strip()
                if words:
                    return words[:MAX_WORDS]
    return ""


def _content(part: EmailMessage) -> str:
    raw = part.get_payload(decode=True)
    if not isinstance(raw, bytes):
        return ""
    try:
        return raw.decode(part.get_content_charset() or "utf-8", errors="replace")
    except (LookupError, ValueError):
        return raw.decode("utf-8", errors="replace")


def html_words(source: str) -> str:
    """The words of a page, a line a paragraph; nothing of it is run or fetched."""
    parser = html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True)
    try:
        root: Any = html.document_fromstring(source.encode(errors="replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return ""
    for element in list(root.iter("script", "style", "head")):
        element.drop_tree()
    for element in root.iter(*_LINES):
        element.tail = "\n" + (element.tail or "")
    lines = (" ".join(line.split()) for line in root.text_content().split("\n"))
    return "\n".join(line for line in lines if line)


def _address(value: str) -> str:
    try:
        validate_email(value)
    except ValidationError:
        return ""
    return value


def _moment(value: str) -> str:
    """When it was sent, as a row says it; empty where the message does not."""
    try:
        sent: datetime = parsedate_to_datetime(value)
        local = timezone.localtime(sent if sent.tzinfo else sent.replace(tzinfo=None).astimezone())
    except (TypeError, ValueError, OverflowError):
        return ""
    return local.replace(tzinfo=None).isoformat(timespec="minutes")


def _attachments(parts: list[EmailMessage]) -> list[str]:
    names = []
    for part in parts:
        try:
            name = part.get_filename()
        except (ValueError, LookupError, TypeError, AttributeError):
            name = None
        if name:
            names.append(typed_line(str(name)[: 4 * LINE])[:LINE])
    return names[:NAMED]
