from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models import querysets
from events.models.base import Record, address_of_page
from events.models.fields import ShortReadableText


class Theme(Record):
    """A subject that runs through the corpus. Its position picks its hue and its shape."""

    name = ShortReadableText(_("name"), max_length=80)
    position = models.PositiveSmallIntegerField(
        _("position"),
        default=0,
        help_text=_("The order in lists; it also picks the colour and the shape of the theme's mark."),
    )

    objects = querysets.ThemeQuerySet.as_manager()

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["position", "slug"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address_of_page("theme", self.slug)
