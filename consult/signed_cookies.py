"""A cookie that says one word, signed, which only the site reads."""

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase

LONGEST = 400  # characters of a cookie of ours; somebody else may send more


@dataclass(frozen=True)
class SignedCookie:
    """``seconds`` is how long a browser keeps it."""

    name: str
    seconds: int

    def read(self, request: HttpRequest, *, max_age_s: int | None = None) -> str:
        """What was written, unless it is older; empty where nothing was, or not by the site."""
        if len(request.COOKIES.get(self.name, "")) > LONGEST:
            return ""
        age_s = self.seconds if max_age_s is None else max_age_s
        try:
            return str(request.get_signed_cookie(self.name, salt=self.name, max_age=age_s))
        except (KeyError, signing.BadSignature):
            return ""

    def write(self, response: HttpResponseBase, word: str) -> None:
        response.set_signed_cookie(
            self.name,
            word,
            salt=self.name,
            max_age=self.seconds,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )

    def forget(self, response: HttpResponseBase) -> None:
        response.delete_cookie(self.name)
