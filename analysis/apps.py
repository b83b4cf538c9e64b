from django.apps import AppConfig

from consult.pages import dependencies


class AnalysisConfig(AppConfig):
    name = "analysis"

    def ready(self) -> None:
        dependencies.ignore_tables("analysis_code", "analysis_codedcomment")
