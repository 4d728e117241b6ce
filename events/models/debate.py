from django.utils.translation import gettext_lazy as _

from events.models import publication, querysets
from events.models.base import PublishableRecord, address_of_page
from events.models.fields import ReadableText, ShortReadableText


class Debate(PublishableRecord):
    """A question on which interpretations differ, introduced even-handedly."""

    question = ShortReadableText(
        _("question"), max_length=300, help_text=_("The question in one sentence, so that no side is favoured.")
    )
    introduction = ReadableText(_("introduction"), blank=True)

    objects = querysets.DebateQuerySet.as_manager()

    class Meta:
        verbose_name = _("debate")
        verbose_name_plural = _("debates")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.question

    def get_absolute_url(self) -> str:
        return address_of_page("debate", self.slug)

    def clean(self) -> None:
        publication.check(self)
