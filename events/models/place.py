from urllib.parse import quote

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models import querysets
from events.models.base import Record, address_of
from events.models.fields import ReadableText, ShortReadableText, wikidata_field

NEEDS_BOTH = _("Give both latitude and longitude, or neither.")


class Place(Record):
    """Where events happened. It has no page of its own: its address is that of the view of its events."""

    name = ShortReadableText(_("name"), max_length=200, weight="summary")
    wikidata = wikidata_field()
    geonames = models.CharField(
        "GeoNames",
        max_length=20,
        blank=True,
        validators=[RegexValidator(r"^[1-9][0-9]*\Z", _("A GeoNames number has digits only."))],
        help_text=_("The GeoNames number, for instance 524901."),
    )
    latitude = models.FloatField(
        _("latitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text=_("In degrees, south of the equator with a minus sign: 44.43."),
    )
    longitude = models.FloatField(
        _("longitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
        help_text=_("In degrees, west of Greenwich with a minus sign: 26.1."),
    )
    note = ReadableText(_("note"), blank=True, help_text=_("Which place is meant, and how narrowly."))

    objects = querysets.PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["name", "slug"]
        constraints = [
            models.CheckConstraint(
                name="place_has_both_coordinates",
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(latitude__isnull=False, longitude__isnull=False)
                & models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address_of_place(self.slug)

    def clean(self) -> None:
        if (self.latitude is None) != (self.longitude is None):
            raise ValidationError({"longitude": NEEDS_BOTH})


def address_of_place(slug: str) -> str:
    """The view of the place's events."""
    return f"{address_of('timeline')}?place={quote(slug)}"
