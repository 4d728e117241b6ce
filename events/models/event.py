from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

from events.chronology import bounds, order
from events.dates import PRECISIONS
from events.models import publication, querysets
from events.models.actor import Actor
from events.models.base import AtomicModel, PublishableRecord, address_of_page
from events.models.fields import CodePointCharField, EdtfField, ReadableText, ShortReadableText
from events.models.place import Place
from events.models.theme import Theme

if TYPE_CHECKING:
    from events.models.interpretation import Evidence


class Event(PublishableRecord):
    """Something that happened, dated as precisely as its sources allow and no more.

    `earliest` and `latest` are inclusive bounds as `Day.key` (year × 10,000 + month × 100 + day), None where
    open or unknown. They, `precision`, `undated`, the day where the event stands in the order and its `rank` are
    derived by `events.chronology.bounds`, its `chain_place` by `events.chronology.order`.
    """

    class Basis(models.TextChoices):
        STATED = "stated", _("stated")
        INFERRED = "inferred", _("inferred")
        RELATIVE = "relative", _("relative")
        EDITOR = "editor", _("editor")

    class Part(models.TextChoices):
        EARLY = "early", _("early")
        MID = "mid", _("mid")
        LATE = "late", _("late")

    class Prominence(models.IntegerChoices):
        LANDMARK = 1, _("landmark")
        MAJOR = 2, _("notable")
        DETAIL = 3, _("detail")

    title = ShortReadableText(
        _("title"),
        max_length=200,
        weight="title",
        help_text=_("Neutral: a title takes no side that an interpretation takes."),
    )
    summary = ReadableText(
        _("summary"),
        blank=True,
        weight="summary",
        help_text=_("What happened, in plain words that rest on the citations."),
    )
    date = EdtfField(
        _("date"),
        help_text=_(
            "EDTF: 1958-07-25, 1963-07, [1965..1969] for some time between, 1958/1960 for what lasted."
            " Empty if undated or relative."
        ),
    )
    date_part = models.CharField(
        _("part"),
        max_length=5,
        choices=Part,
        blank=True,
        help_text=_(
            "Early, mid or late in a decade, century, year or month; the EDTF must say the same:"
            " late 1960s is [1965..1969]."
        ),
    )
    date_basis = models.CharField(
        _("date basis"),
        max_length=8,
        choices=Basis,
        blank=True,
        help_text=_(
            "Stated: the source says so. Inferred: it follows from the source. Relative: counted from another event."
            " Editor: found elsewhere by an editor."
        ),
    )
    date_note = ReadableText(
        _("date note"), blank=True, help_text=_("Why this date; the source's own wording where it is not EDTF.")
    )
    after_event = models.ForeignKey(
        "self",
        verbose_name=_("after event"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="dated_from_it",
        help_text=_("For a relative date: the event that it is counted from."),
    )
    offset = models.CharField(
        _("offset"),
        max_length=30,
        blank=True,
        help_text=_("How long after: an ISO 8601 duration such as P1M or -P2D. Empty: after, by how much is unknown."),
    )
    place = models.ForeignKey(
        Place, verbose_name=_("place"), null=True, blank=True, on_delete=models.PROTECT, related_name="events"
    )
    themes = models.ManyToManyField(Theme, verbose_name=_("themes"), blank=True, related_name="events")
    prominence = models.PositiveSmallIntegerField(_("prominence"), choices=Prominence, default=Prominence.MAJOR)
    participants = models.ManyToManyField(Actor, through="Participant", related_name="events")

    earliest = models.BigIntegerField(null=True, editable=False)
    latest = models.BigIntegerField(null=True, editable=False)
    precision = models.CharField(max_length=10, blank=True, editable=False)
    undated = models.BooleanField(default=True, editable=False)
    sort_day = models.BigIntegerField(null=True, editable=False)
    chain_place = models.PositiveIntegerField(default=0, editable=False)
    rank = CodePointCharField(max_length=180, default="", editable=False)

    objects = querysets.EventQuerySet.as_manager()

    # What `for_list` fetches.
    public_evidence: "list[Evidence]"

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["undated", "rank"]
        indexes = [
            # All that the columns of a server process hold of events: to read it from the rows takes twice as long.
            models.Index(
                fields=[
                    "status",
                    "undated",
                    "rank",
                    "sort_day",
                    "earliest",
                    "latest",
                    "date_basis",
                    "precision",
                    "prominence",
                ],
                name="event_order",
            ),
            models.Index(
                fields=["after_event"], name="event_followers", condition=models.Q(after_event__isnull=False)
            ),  # the foreign key's own index holds mostly events without one
        ]
        constraints = [
            models.UniqueConstraint(fields=["undated", "rank"], name="event_order_of_all"),
            models.CheckConstraint(
                name="event_date_or_anchor", condition=models.Q(date="") | models.Q(after_event__isnull=True)
            ),
            models.CheckConstraint(
                name="event_bounds_in_order",
                condition=models.Q(earliest__isnull=True)
                | models.Q(latest__isnull=True)
                | models.Q(earliest__lte=models.F("latest")),
            ),
            models.CheckConstraint(name="event_prominence_1_to_3", condition=models.Q(prominence__range=(1, 3))),
            models.CheckConstraint(name="event_precision_known", condition=models.Q(precision__in=["", *PRECISIONS])),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address_of_page("event", self.slug)

    def clean(self) -> None:
        bounds.check(self)
        publication.check(self)

    def save(self, *args: Any, **kwargs: Any) -> None:
        bounds.save(self, super().save, *args, **kwargs)


class Participant(AtomicModel):
    """An actor's part in an event."""

    class Role(models.TextChoices):
        INITIATOR = "initiator", _("initiator")
        COUNTERPART = "counterpart", _("counterpart")
        OPPONENT = "opponent", _("opponent")
        PARTICIPANT = "participant", _("participant")
        FORUM = "forum", _("forum")

    event = models.ForeignKey(Event, verbose_name=_("event"), on_delete=models.CASCADE, related_name="participations")
    actor = models.ForeignKey(Actor, verbose_name=_("actor"), on_delete=models.PROTECT, related_name="participations")
    role = models.CharField(_("role"), max_length=11, choices=Role, default=Role.PARTICIPANT)

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["event", "id"]
        constraints = [models.UniqueConstraint(fields=["event", "actor", "role"], name="participant_once")]
        indexes = [models.Index(fields=["actor", "role", "event"], name="participant_actor")]

    def __str__(self) -> str:
        return f"{self.actor} ({self.get_role_display()})"


class EventLink(AtomicModel):
    """A link from one event to another."""

    class Kind(models.TextChoices):
        LED_TO = "led_to", _("led to")
        RESPONDS_TO = "responds_to", _("responds to")
        PART_OF = "part_of", _("part of")

    event = models.ForeignKey(Event, verbose_name=_("event"), on_delete=models.CASCADE, related_name="links")
    kind = models.CharField(_("kind"), max_length=11, choices=Kind)
    target = models.ForeignKey(Event, verbose_name=_("target"), on_delete=models.PROTECT, related_name="links_here")

    objects = querysets.EventLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("event link")
        verbose_name_plural = _("event links")
        ordering = ["event", "id"]
        constraints = [
            models.UniqueConstraint(fields=["event", "kind", "target"], name="event_link_once"),
            models.CheckConstraint(name="event_link_not_to_itself", condition=~models.Q(event=models.F("target"))),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.get_kind_display()} {self.target}"

    @property
    def reverse_words(self) -> str:
        """The link as the target sees it."""
        return str({"led_to": _("follows from"), "responds_to": _("answered by"), "part_of": _("includes")}[self.kind])


@receiver(pre_save, sender=EventLink)
def _link_to_be_saved(sender: type[EventLink], instance: Any, **kwargs: Any) -> None:
    stored = sender.objects.filter(pk=instance.pk).values_list("event", "target").first() if instance.pk else None
    instance.stored_ends = stored or ()


@receiver([post_save, post_delete], sender=EventLink)
def _link_changed(sender: type[EventLink], instance: Any, **kwargs: Any) -> None:
    """What a link leads to, and what it led to before, has another place in the chain."""
    order.place({instance.event_id, instance.target_id, *getattr(instance, "stored_ends", ())})
