from django.apps import AppConfig
from django.urls import register_converter


class ConsultConfig(AppConfig):
    name = "consult"
    verbose_name = "Maoni"

    def ready(self) -> None:
        from consult.converters import NumberConverter

        register_converter(NumberConverter, "number")
