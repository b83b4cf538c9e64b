from django.apps import AppConfig


class SampleConfig(AppConfig):
    name = "sample"

    def ready(self) -> None:
        from sample import checks  # noqa: F401
