from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = _("Contested history")

    def ready(self) -> None:
        from events.editing import history  # noqa: F401  (it registers with reversion)
        from events.published import numbering  # noqa: F401  (it listens to edits)
        from events.signals import invalidation

        invalidation.connect()
