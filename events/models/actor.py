from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models import querysets
from events.models.base import AtomicModel, Record, Translatable, address_of_page
from events.models.fields import EdtfField, ReadableText, ShortReadableText, VerbatimField, wikidata_field
from events.models.source import Source


class Actor(Record):
    """A person, state, organisation, party, body or group that takes part in events or argues about them."""

    class Kind(models.TextChoices):
        PERSON = "person", _("person")
        STATE = "state", _("state")
        ORGANISATION = "organisation", _("organisation")
        PARTY = "party", _("party")
        BODY = "body", _("body")
        GROUP = "group", _("group")

    PEOPLE, AUTHORS, STATES, BODIES = range(4)
    """What readers tell apart (`ActorQuerySet.with_sort`), in the order of lists."""

    name = ShortReadableText(_("name"), max_length=200)
    sort_name = ShortReadableText(
        _("sort name"),
        max_length=200,
        help_text=_("The form that lists sort by: “Deletant, Dennis”, “Gheorghiu-Dej, Gheorghe”."),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    life_dates = EdtfField(
        _("life dates"),
        help_text=_("From birth or foundation to death or dissolution, as an EDTF interval: 1901/1965, ../1965-03."),
    )
    wikidata = wikidata_field()
    viaf = models.CharField(
        "VIAF",
        max_length=30,
        blank=True,
        validators=[RegexValidator(r"^[0-9]+\Z", _("A VIAF number has digits only."))],
        help_text=_("The VIAF number."),
    )
    note = ReadableText(_("note"), blank=True, help_text=_("Shown on the actor's page."))

    objects = querysets.ActorQuerySet.as_manager()

    class Meta:
        verbose_name = _("actor")
        verbose_name_plural = _("actors")
        ordering = ["sort_name", "slug"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address_of_page("actor", self.slug)


class ActorName(AtomicModel):
    """Another name of an actor, and when it was in use."""

    actor = models.ForeignKey(Actor, verbose_name=_("actor"), on_delete=models.CASCADE, related_name="other_names")
    name = VerbatimField(_("name"), max_length=200)
    language = models.CharField(
        _("language"), max_length=20, blank=True, help_text=_("The language of the name: en, ro, ru …")
    )
    used = EdtfField(_("used"), help_text=_("When the name was in use, as an EDTF date or interval: 1948/1965."))

    class Meta:
        verbose_name = _("actor name")
        verbose_name_plural = _("actor names")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["actor", "name"], name="actor_name_once")]

    def __str__(self) -> str:
        return self.name


class Office(Translatable, AtomicModel):
    """What an actor was, and when; of a scholar profession and country."""

    actor = models.ForeignKey(Actor, verbose_name=_("actor"), on_delete=models.CASCADE, related_name="offices")
    what = ShortReadableText(
        _("office"),
        max_length=300,
        help_text=_(
            "In a few words: Foreign Minister of Poland; of a scholar profession and country: historian, Romania."
        ),
    )
    dates = EdtfField(
        _("dates"),
        help_text=_("When it was held, as far as it is known: 1965-03-25/.. from that day on, 1963-07 in that month."),
    )
    source = models.ForeignKey(
        Source, verbose_name=_("source"), null=True, blank=True, on_delete=models.PROTECT, related_name="offices"
    )

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        ordering = ["actor", "id"]
        constraints = [models.UniqueConstraint(fields=["actor", "what", "dates"], name="office_once")]

    def __str__(self) -> str:
        return self.what
