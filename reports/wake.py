"""Wake a worker for a report."""

from consult.jobs.wake import app, wake

__all__ = ["app", "send"]


def send(report_id: int) -> None:
    """Tell a worker that the report has work. Never raises, never waits long."""
    wake("reports.work", report_id)
