from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.bibliography import csl
from events.models import querysets
from events.models.base import AtomicModel, Record, Translatable, address_of_page
from events.models.fields import EdtfField, ReadableText, ShortReadableText, VerbatimField

_PAGE = r"[^\n:]{1,20}:[^\S\n]*[0-9]{1,9}(?:[–-][0-9]{1,9})?(?:,[^\S\n]*[0-9]{1,9}(?:[–-][0-9]{1,9})?)*[^\S\n]*"
are_pages = RegexValidator(
    rf"\A{_PAGE}(?:\n{_PAGE})*\n?\Z",
    _("Write a line a page: its number, a colon, and the numbers of the passages on it, as in “57: 1–12”."),
)


class Source(Record):
    """A work or a document: its CSL-JSON record and, where it is stored, its full text."""

    class Kind(models.TextChoices):
        PRIMARY = "primary", _("primary")
        SECONDARY = "secondary", _("secondary")
        TERTIARY = "tertiary", _("tertiary")

    csl = models.JSONField(
        "CSL record",
        default=dict,
        help_text=_("The bibliographic record as a CSL-JSON item. Leave out what is not known."),
    )
    title = models.CharField(_("title"), max_length=500, editable=False, default="")
    label = ShortReadableText(
        _("label"),
        max_length=100,
        blank=True,
        help_text=_("What pages call a work without authors if not by its title, for instance “Wikipedia article”."),
    )
    short_reference = models.CharField(max_length=200, editable=False, default="")
    sort_key = models.CharField(max_length=500, editable=False, default="")
    kind = models.CharField(
        _("kind of evidence"),
        max_length=10,
        choices=Kind,
        help_text=_("Primary: from the time itself. Secondary: a study of it. Tertiary: a summary of studies."),
    )
    created = EdtfField(_("created"), help_text=_("When it was made, as EDTF."))
    issued = EdtfField(
        _("issued"), help_text=_("When it was issued, as EDTF; taken from the CSL record where that says it.")
    )
    available_from = EdtfField(
        _("available from"),
        help_text=_("When the public could first read it, as EDTF: when an archive opened it, say."),
    )
    text = models.TextField(
        _("text"),
        blank=True,
        help_text=_("The full text of a document, verbatim. It changes only by loading a new version."),
    )
    text_public = models.BooleanField(
        _("readers may see the text in full"),
        default=False,
        help_text=_("Only where its licence allows that; else they see the words that are quoted."),
    )
    pages = models.TextField(
        _("pages"),
        blank=True,
        validators=[are_pages],
        help_text=_("Where the text has pages: a line each, with the numbers of the passages on it, as in “57: 1–12”."),
    )
    licence = VerbatimField(_("licence"), max_length=200, blank=True)
    attribution = ReadableText(_("attribution"), blank=True)
    note = ReadableText(_("note"), blank=True, help_text=_("An editor's note, shown on the source's page."))

    objects = querysets.SourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["sort_key", "slug"]

    def __str__(self) -> str:
        return csl.quoted_here(self.reference) or self.slug

    @property
    def reference(self) -> str:
        """Its short reference, with its label as readers read it."""
        said, stored = self.label, vars(self)["label"]
        return csl.relabelled(self.short_reference, stored, said)

    def get_absolute_url(self) -> str:
        return address_of_page("source", self.slug)

    def derive(self) -> None:
        """Fills the columns that follow from the CSL record."""
        self.title = str(self.csl.get("title", ""))[:500]
        self.short_reference = csl.short_reference(self.csl, self.label)[:200]
        self.sort_key = csl.sort_key(self.csl)[:500]
        self.issued = self.issued or csl.edtf(self.csl.get("issued"))
        self.text_public = self.text_public and bool(self.text)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.derive()
        super().save(*args, **kwargs)

    @property
    def is_document(self) -> bool:
        return bool(self.text)


class Passage(Translatable, AtomicModel):
    """A sentence of a document. Its number is given once and never again.

    `start` and `end` count Unicode code points of the source's text, the end exclusive; both are
    None once the passage is withdrawn, that is, gone from the newest version of the text.
    """

    source = models.ForeignKey(Source, verbose_name=_("source"), on_delete=models.CASCADE, related_name="passages")
    number = models.PositiveIntegerField(_("number"))
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    withdrawn = models.BooleanField(_("withdrawn"), default=False)
    withdrawn_text = models.TextField(blank=True)
    note = ReadableText(
        _("note"), blank=True, help_text=_("What an editor takes the passage's words to mean or to point at.")
    )
    context = ReadableText(
        _("context only, because"),
        blank=True,
        help_text=_("If nothing rests on this passage: why it is context."),
    )

    objects = querysets.PassageQuerySet.as_manager()

    class Meta:
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        ordering = ["source", "number"]
        constraints = [
            models.UniqueConstraint(fields=["source", "number"], name="passage_number_once"),
            models.CheckConstraint(name="passage_number_from_1", condition=models.Q(number__gte=1)),
            models.CheckConstraint(
                name="passage_has_offsets_or_is_withdrawn",
                condition=models.Q(withdrawn=True, start__isnull=True, end__isnull=True)
                | models.Q(withdrawn=False, start__isnull=False, end__gt=models.F("start")),
            ),
        ]

    def __str__(self) -> str:
        return _("%(source)s, passage %(number)d") % {"source": self.source.slug, "number": self.number}

    def get_absolute_url(self) -> str:
        return f"{self.source.get_absolute_url()}#p{self.number}"

    @property
    def text(self) -> str:
        """The passage's words, letter for letter."""
        return self.withdrawn_text if self.withdrawn else self.source.text[self.start : self.end]


class Reference(Translatable, AtomicModel):
    """A footnote marker that was left in a document's text.

    A *displaced* marker stands at the head of a line and belonged to a sentence that may be elsewhere:
    it is never evidence for the passage beside it. `home_passage` is where an editor infers that it belonged.
    """

    passage = models.ForeignKey(Passage, verbose_name=_("passage"), on_delete=models.CASCADE, related_name="references")
    marker = models.CharField(_("marker"), max_length=20, help_text=_("Without its brackets."))
    displaced = models.BooleanField(_("displaced"), default=False)
    offset = models.PositiveIntegerField(
        pgettext_lazy("reference", "offset"),
        help_text=_("Where the marker stands, in code points of the document's text."),
    )
    home_passage = models.ForeignKey(
        Passage,
        verbose_name=_("home passage"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="homed_references",
        help_text=_("For a displaced marker: the passage that it belonged to, as an editor infers."),
    )
    resolves_to = models.ForeignKey(
        Source,
        verbose_name=_("resolves to"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="resolved_references",
        help_text=_("The source that the marker stands for. Leave empty until that is known."),
    )
    note = ReadableText(_("note"), blank=True)

    objects = querysets.ReferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("reference")
        verbose_name_plural = _("references")
        ordering = ["passage__source", "offset"]
        constraints = [models.UniqueConstraint(fields=["passage", "offset"], name="reference_place_once")]

    def __str__(self) -> str:
        return f"[{self.marker}]"

    def get_absolute_url(self) -> str:
        return f"{self.passage.get_absolute_url()}"
