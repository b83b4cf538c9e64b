"""Files in the form for a comment: how they come in, and the field that lets them in."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from comments.attachments.refusal import RefusedFile
from comments.attachments.sent_files import MOST_BYTES, MOST_FILES, SentFile, let_in

View = Callable[..., HttpResponseBase]


class BoundedUploadHandler(MemoryFileUploadHandler):
    """Keeps a byte more of a file than is let in, and nothing of those beyond the most.

    So the words around them arrive whatever is sent, and no folder for temporary files is needed.
    """

    files = 0

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        self.activated = True

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        self.files += 1
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        room = MOST_BYTES + 1 - self.file.tell() if self.files <= MOST_FILES + 1 else 0
        self.file.write(raw_data[: max(0, room)])

    def file_complete(self, file_size: int) -> UploadedFile | None:
        return super().file_complete(self.file.tell())


def takes_files(view: View) -> View:
    """The view, for which files are held in memory; who sent them is asked as everywhere."""

    @csrf_exempt
    @wraps(view)
    def receive(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        request.upload_handlers = [BoundedUploadHandler(request)]
        return csrf_protect(view)(request, *args, **kwargs)

    return receive


class SeveralFilesInput(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[UploadedFile]:
        return files.getlist(name) if hasattr(files, "getlist") else []


class SeveralFilesField(forms.FileField):
    """Up to three files, each let in by its content."""

    widget = SeveralFilesInput(attrs={"accept": ".pdf,.docx,.jpg,.jpeg,.png"})
    good: tuple[SentFile, ...] = ()
    """Those that were let in, also where another was not."""

    def clean(self, data: list[UploadedFile] | None, initial: Any = None) -> list[SentFile]:
        """What is let in. Raises `ValidationError`, a message for each file that is not."""
        sent = data or []
        if len(sent) > MOST_FILES:
            raise forms.ValidationError(
                _("Choose at most %(most)d files, and choose them again.") % {"most": MOST_FILES}
            )
        files, refused = [], []
        for each in sent:
            try:
                files.append(let_in(each.name or "", each.read()))
            except RefusedFile as error:
                refused.append(f"{each.name}: {error}")
        self.good = tuple(files)
        if refused:
            raise forms.ValidationError(refused)
        return files
