"""Who has been heard, as charts with their tables on a published report's page."""

from typing import NamedTuple

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from reports.charts import bar_chart, describe
from reports.dataset_header import Header, ToldAnswers


class HeardFigure(NamedTuple):
    """What respondents said to one question: None for what is not told, which no bar shows."""

    question: str
    svg: SafeString | str
    rows: list[tuple[str, int | None]]


def heard_figures(header: Header | None) -> list[HeardFigure]:
    """A figure for each question that respondents were asked and whose answers are told.

    Their words are in the report's language, as they were frozen.
    """
    return [_figure(each) for each in header.get("respondents", ())] if header else []


def _figure(told: ToldAnswers) -> HeardFigure:
    question = told["question"]
    rows = [(label, count) for label, count in told["answers"]]
    bars = [(label, count) for label, count in rows if count is not None]
    title = _("Who answered: %(question)s") % {"question": question.lower()}
    return HeardFigure(question, bar_chart(title, describe(bars), bars) if bars else "", rows)
