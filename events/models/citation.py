from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models import publication, querysets
from events.models.base import AtomicModel, Translatable, exactly_one
from events.models.debate import Debate
from events.models.event import Event
from events.models.fields import ReadableText, ShortReadableText, VerbatimField
from events.models.interpretation import Evidence, Interpretation, Relation
from events.models.source import Passage, Source


class Citation(Translatable, AtomicModel):
    """The words behind a statement: a source, where in it, and the exact quote.

    It belongs to one event, interpretation, piece of evidence or relation. Into a source with a stored text it names
    a passage and quotes it letter for letter; `quote_offset` counts code points from the passage's start.
    """

    event = models.ForeignKey(
        Event, verbose_name=_("event"), null=True, blank=True, on_delete=models.CASCADE, related_name="citations"
    )
    interpretation = models.ForeignKey(
        Interpretation,
        verbose_name=_("interpretation"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="citations",
    )
    evidence = models.ForeignKey(
        Evidence, verbose_name=_("evidence"), null=True, blank=True, on_delete=models.CASCADE, related_name="citations"
    )
    relation = models.ForeignKey(
        Relation, verbose_name=_("relation"), null=True, blank=True, on_delete=models.CASCADE, related_name="citations"
    )
    source = models.ForeignKey(Source, verbose_name=_("source"), on_delete=models.PROTECT, related_name="citations")
    passage = models.ForeignKey(
        Passage,
        verbose_name=_("passage"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="citations",
        help_text=_("For a source with a stored text: the passage that is quoted."),
    )
    locator = ShortReadableText(
        _("locator"), max_length=200, blank=True, help_text=_("Where in the work: p. 57, para. 3, abstract.")
    )
    whole_work = models.BooleanField(
        _("whole work"), default=False, help_text=_("The citation is to the work as a whole.")
    )
    quote = models.TextField(_("quote"), blank=True, help_text=_("The exact words, copied letter for letter."))
    quote_language = models.CharField(
        _("quote language"), max_length=20, blank=True, help_text=_("The language of the quote: en, ro, ru …")
    )
    translation = ReadableText(
        _("translation"),
        blank=True,
        help_text=_("The quote in the corpus's language, where it is in another one."),
    )
    translator = VerbatimField(
        _("translator"),
        max_length=200,
        blank=True,
        help_text=_("Whose translation it is. Empty: that of this site's editors."),
    )
    quote_offset = models.PositiveIntegerField(default=0, editable=False)
    supports = ShortReadableText(
        pgettext_lazy("citation", "supports"),
        max_length=300,
        blank=True,
        help_text=_("What the words support, if not the whole: the date, the vote."),
    )
    position = models.PositiveSmallIntegerField(
        _("position"), default=0, help_text=_("The order of the citations; the first is the main one.")
    )

    objects = querysets.CitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                name="citation_of_one_record",
                condition=exactly_one("event", "interpretation", "evidence", "relation"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source}: “{self.quote[:60]}”" if self.quote else f"{self.source}, {self.locator}"

    def clean(self) -> None:
        publication.check_citation(self)

    @property
    def is_flagged(self) -> bool:
        """Whether the words that it quotes are no longer in the document's newest text."""
        return self.passage is not None and self.passage.withdrawn


class FurtherReading(Translatable, AtomicModel):
    """A work to read on, added by an editor. It is no citation: it supports nothing and publishes nothing."""

    event = models.ForeignKey(
        Event, verbose_name=_("event"), null=True, blank=True, on_delete=models.CASCADE, related_name="further_reading"
    )
    interpretation = models.ForeignKey(
        Interpretation,
        verbose_name=_("interpretation"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="further_reading",
    )
    debate = models.ForeignKey(
        Debate,
        verbose_name=_("debate"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="further_reading",
    )
    source = models.ForeignKey(
        Source, verbose_name=_("source"), on_delete=models.PROTECT, related_name="further_reading_of"
    )
    note = ReadableText(_("note"), blank=True)

    objects = querysets.FurtherReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("further reading")
        ordering = ["id"]
        verbose_name_plural = _("further reading")
        constraints = [
            models.CheckConstraint(
                name="further_reading_of_one_record", condition=exactly_one("event", "interpretation", "debate")
            ),
        ] + [
            models.UniqueConstraint(
                fields=[owner, "source"],
                name=f"further_reading_{owner}_once",
                condition=models.Q(**{f"{owner}__isnull": False}),
            )
            for owner in ("event", "interpretation", "debate")
        ]

    def __str__(self) -> str:
        return str(self.source)
