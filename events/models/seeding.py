"""What the loader and the addresses remember."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models.base import AtomicModel
from events.models.fields import CodePointSlugField


class RecordKind(models.TextChoices):
    """The kinds of records by the first segment of their addresses."""

    EVENTS = "events", _("events")
    ACTORS = "actors", _("actors")
    SOURCES = "sources", _("sources")
    INTERPRETATIONS = "interpretations", _("interpretations")
    DEBATES = "debates", _("debates")
    THEMES = "themes", _("themes")
    PLACES = "places", _("places")

    def address(self, slug: str) -> str:
        """Where readers find the record of this kind; a place by the view of its events."""
        return f"/?place={slug}" if self is RecordKind.PLACES else f"/{self}/{slug}/"


class Redirect(AtomicModel):
    """The address that a record had before it was renamed or merged."""

    kind = models.CharField(_("kind"), max_length=15, choices=RecordKind)
    slug = CodePointSlugField(_("slug"), max_length=120)
    target = CodePointSlugField(_("target"), max_length=120, help_text=_("The slug that the record has now."))

    class Meta:
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        ordering = ["kind", "slug"]
        constraints = [models.UniqueConstraint(fields=["kind", "slug"], name="redirect_once")]

    def __str__(self) -> str:
        kind = RecordKind(self.kind)
        return f"{kind.address(self.slug)} → {kind.address(self.target)}"


class SeedBase(models.Model):
    """A record as the last load wrote it: what differs from it is an editor's change, however it was made."""

    kind = models.CharField(max_length=15)
    slug = CodePointSlugField(max_length=250)
    base = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "slug"], name="seed_base_once")]

    def __str__(self) -> str:
        return f"{self.kind}/{self.slug}"


class LoadNote(models.Model):
    """What the last load left as an editor had it: fields that were kept, and fields in conflict with the file."""

    kind = models.CharField(max_length=15)
    slug = CodePointSlugField(max_length=250)
    conflict = models.BooleanField(default=False)
    lines = models.JSONField()

    class Meta:
        ordering = ["kind", "slug"]
        constraints = [models.UniqueConstraint(fields=["kind", "slug"], name="load_note_once")]

    def __str__(self) -> str:
        return f"{self.kind}/{self.slug}"
