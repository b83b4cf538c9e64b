from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self) -> None:
        from consult.jobs.job import Job
        from consult.pages import dependencies

        progress = [field.column for field in Job._meta.fields if field.column]
        for table in ("reports_report", "reports_reportfile"):
            dependencies.ignore_tables(table, columns=progress)
