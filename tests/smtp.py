"""A mail server on loopback that keeps what it accepts, and may be told to misbehave."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller

from tests.services.servers import free_port


@dataclass(frozen=True)
class Received:
    recipients: tuple[str, ...]
    message: EmailMessage


@dataclass
class Sink:
    """What has been accepted. Both hooks may refuse: they return an SMTP reply, or None.

    ``on_recipient`` is asked about an address, ``on_mail`` about a mail that is in ``accepted``
    already while its sender has no answer yet.
    """

    port: int
    accepted: list[Received] = field(default_factory=list)
    on_recipient: Callable[[str], str | None] | None = None
    on_mail: Callable[[Received], str | None] | None = None

    @property
    def addresses(self) -> list[str]:
        return [address for mail in self.accepted for address in mail.recipients]

    @property
    def messages(self) -> list[EmailMessage]:
        return [mail.message for mail in self.accepted]

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:  # noqa: N802
        refused = self.on_recipient and self.on_recipient(address)
        if refused:
            return refused
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802
        message = message_from_bytes(envelope.content, policy=policy.default)
        mail = Received(tuple(envelope.rcpt_tos), message)
        self.accepted.append(mail)
        refused = self.on_mail and self.on_mail(mail)
        if refused:
            self.accepted.remove(mail)
            return refused
        return "250 OK"


@pytest.fixture
def smtp_sink(settings) -> Iterator[Sink]:
    """The server is up, and Django's settings point at it."""
    sink = Sink(port=free_port())
    controller = Controller(sink, hostname="127.0.0.1", port=sink.port, ready_timeout=30)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
    yield sink
    controller.stop()
