from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from events.chronology import bounds
from events.models import publication, querysets
from events.models.actor import Actor
from events.models.base import AtomicModel, Ground, PublishableRecord, Translatable, address_of_page
from events.models.debate import Answer, Debate
from events.models.event import Event
from events.models.fields import EdtfField, ReadableText, ShortReadableText, VerbatimField


class Interpretation(PublishableRecord):
    """What somebody argues: a claim with its holder, its ground, its evidence and its relations to other claims."""

    class Voice(models.TextChoices):
        NAMED = "named", _("named people or bodies")
        DOCUMENT = "document", _("the cited work's own voice")
        UNATTRIBUTED = "unattributed", _("unattributed")

    class Attribution(models.TextChoices):
        OWN = "own", _("in their own words")
        REPORTED = "reported", _("as reported by the cited source")

    claim = ShortReadableText(
        _("claim"),
        max_length=400,
        weight="argument",
        help_text=_("The claim in one sentence, as its holders would put it."),
    )
    argument = ReadableText(
        _("argument"),
        blank=True,
        weight="argument",
        help_text=_("How they argue for it, in prose that rests on the citations."),
    )
    voice = models.CharField(_("voice"), max_length=12, choices=Voice)
    proponents = models.ManyToManyField(Actor, verbose_name=_("proponents"), blank=True, related_name="interpretations")
    names_only_some = models.BooleanField(
        _("names only some"), default=False, help_text=_("The source names these proponents as examples among others.")
    )
    attribution = models.CharField(_("attribution"), max_length=8, choices=Attribution, default=Attribution.OWN)
    ground = models.CharField(_("ground"), max_length=16, choices=Ground, help_text=_("What the claim is about."))
    hedge = VerbatimField(
        _("hedge"), max_length=100, blank=True, help_text=_("The source's own hedge, word for word: arguably.")
    )
    scope = EdtfField(_("scope"), help_text=_("The span of time that the claim speaks of, as EDTF."))
    made_on = EdtfField(_("made on"), help_text=_("When the claim was made, as EDTF. Empty if not known."))
    argued_date = EdtfField(
        _("argued date"), help_text=_("On the ground “date” only: the date that is argued for, as EDTF.")
    )
    debate = models.ForeignKey(
        Debate,
        verbose_name=_("debate"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="interpretations",
    )
    answer = models.ForeignKey(
        Answer,
        verbose_name=_("answer"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="interpretations",
        help_text=_("The answer that it gives to its debate’s question; blank if it only qualifies one."),
    )
    note = ReadableText(_("note"), blank=True, help_text=_("An editor's note, shown on the page."))
    made_on_earliest = models.BigIntegerField(null=True, editable=False)
    made_on_latest = models.BigIntegerField(null=True, editable=False)

    objects = querysets.InterpretationQuerySet.as_manager()

    # What `with_notes` and `for_detail` fetch.
    contests: "list[Relation]"
    contested_by: "list[Relation]"
    public_evidence: "list[Evidence]"
    public_relations: "list[Relation]"
    public_relations_here: "list[Relation]"

    class Meta:
        verbose_name = _("interpretation")
        verbose_name_plural = _("interpretations")
        ordering = [
            models.F("made_on_earliest").asc(nulls_last=True),
            models.F("made_on_latest").asc(nulls_last=True),
            "slug",
        ]
        constraints = [
            models.CheckConstraint(
                name="interpretation_argued_date_on_ground_date",
                condition=models.Q(argued_date="") | models.Q(ground="date"),
            ),
        ]

    def __str__(self) -> str:
        return self.claim

    def get_absolute_url(self) -> str:
        return address_of_page("interpretation", self.slug)

    def derive(self) -> None:
        """Fills the bounds that follow from `made_on`."""
        self.made_on_earliest, self.made_on_latest = bounds.bounds_of(self.made_on)

    def clean(self) -> None:
        if self.argued_date and self.ground != Ground.DATE:
            raise ValidationError({"argued_date": _("Only an interpretation on the ground “date” argues for a date.")})
        if self.answer is not None and self.answer.debate_id != self.debate_id:
            text = _("“%(answer)s” answers another question. Choose an answer to “%(debate)s”, or none.")
            without = _("“%s” answers the question of a debate: choose the debate, too, or no answer.")
            names = {"answer": self.answer, "debate": self.debate}
            raise ValidationError({"answer": text % names if self.debate else without % self.answer})
        publication.check(self)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.derive()
        super().save(*args, **kwargs)


class Evidence(Translatable, AtomicModel):
    """What an interpretation rests on, or what it is asked to explain: an event, or a circumstance in words.

    The bearing is from the standpoint of the interpretation that holds the row. `asserted_by` is the
    interpretation whose demand it is; None means this interpretation itself.
    """

    class Bearing(models.TextChoices):
        SUPPORTS = "supports", _("supports")
        UNDERMINES = "undermines", _("undermines")
        MUST_EXPLAIN = "must_explain", _("must explain")

    interpretation = models.ForeignKey(
        Interpretation, verbose_name=_("interpretation"), on_delete=models.CASCADE, related_name="evidence"
    )
    event = models.ForeignKey(
        Event, verbose_name=_("event"), null=True, blank=True, on_delete=models.PROTECT, related_name="evidence"
    )
    circumstance = ShortReadableText(
        _("circumstance"),
        max_length=300,
        blank=True,
        help_text=_("Instead of an event: a circumstance in words, such as membership of a pact."),
    )
    bearing = models.CharField(_("bearing"), max_length=12, choices=Bearing, default=Bearing.SUPPORTS)
    asserted_by = models.ForeignKey(
        Interpretation,
        verbose_name=_("asserted by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="evidence_asserted",
        help_text=_("The interpretation whose demand this is; empty: this one."),
    )

    objects = querysets.EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence")
        ordering = ["interpretation", "id"]
        verbose_name_plural = _("evidence")
        constraints = [
            models.CheckConstraint(
                name="evidence_event_or_circumstance",
                condition=models.Q(event__isnull=True) ^ models.Q(circumstance=""),
            ),
            models.UniqueConstraint(
                "interpretation",
                "circumstance",
                "bearing",
                Coalesce("event", 0),
                Coalesce("asserted_by", 0),
                name="evidence_once",
            ),
        ]
        indexes = [models.Index(fields=["event", "interpretation"], name="evidence_event")]

    def __str__(self) -> str:
        return f"{self.event or self.circumstance} ({self.get_bearing_display()})"


class Relation(AtomicModel):
    """How one interpretation stands to another, on a stated ground.

    `drawn_by` tells whether the author names the other view, or the relation is the editors' reading.
    """

    class Kind(models.TextChoices):
        CONTESTS = "contests", _("contests")
        SUPPORTS = "supports", _("supports")
        QUALIFIES = "qualifies", _("qualifies")
        RESTS_ON = "rests_on", _("rests on")

    class DrawnBy(models.TextChoices):
        AUTHOR = "author", _("the author, who names the other view")
        EDITOR = "editor", _("the editors, from reading both")

    interpretation = models.ForeignKey(
        Interpretation, verbose_name=_("interpretation"), on_delete=models.CASCADE, related_name="relations"
    )
    kind = models.CharField(_("kind"), max_length=9, choices=Kind)
    target = models.ForeignKey(
        Interpretation, verbose_name=_("target"), on_delete=models.PROTECT, related_name="relations_here"
    )
    ground = models.CharField(_("ground"), max_length=16, choices=Ground)
    drawn_by = models.CharField(_("drawn by"), max_length=6, choices=DrawnBy, default=DrawnBy.EDITOR)

    objects = querysets.RelationQuerySet.as_manager()

    class Meta:
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        ordering = ["interpretation", "id"]
        constraints = [
            models.UniqueConstraint(fields=["interpretation", "kind", "target", "ground"], name="relation_once"),
            models.CheckConstraint(
                name="relation_not_to_itself", condition=~models.Q(interpretation=models.F("target"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} “{self.target}”"

    @property
    def passive_words(self) -> str:
        """The relation as the target sees it."""
        words = {
            "contests": _("Contested by"),
            "supports": _("Supported by"),
            "qualifies": _("Qualified by"),
            "rests_on": _("Relied upon by"),
        }
        return str(words[self.kind])
