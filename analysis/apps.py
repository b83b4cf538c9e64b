from django.apps import AppConfig

from consult.pages import dependencies


class AnalysisConfig(AppConfig):
    name = "analysis"

    def ready(self) -> None:
        dependencies.never_shown("analysis_code", "analysis_codedcomment")
