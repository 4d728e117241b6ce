from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = "Contested history"

    def ready(self):
        from events import history, search  # noqa: F401  (they register with reversion and with the signals)
