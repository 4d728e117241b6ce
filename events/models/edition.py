"""Editions: what was published on a day, kept as it was."""

import base64
from collections.abc import Iterator

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.models.base import AtomicModel, Translatable
from events.models.fields import CodePointCharField, ReadableText


class Edition(Translatable, AtomicModel):
    """The published corpus of a day, under a name that never changes. Written once by `events.editions`.

    `records` has the number of the published version of each record (`events/SLUG`), `changes` what is added, changed,
    renamed or withdrawn since `before`, the name of the edition that came before; `counts` the records of each kind.
    """

    name = CodePointCharField(
        _("name"),
        max_length=40,
        unique=True,
        validators=[
            RegexValidator(
                r"^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?\Z",
                _("Small letters, digits, dots and hyphens, for instance 2026-11."),
            )
        ],
        help_text=_("Its lasting address: small letters, digits, dots and hyphens, for instance 2026-11."),
    )
    title = models.CharField(max_length=300, editable=False)
    made_at = models.DateTimeField(_("made"), editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("made by"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    note = ReadableText(_("note"), blank=True, help_text=_("What readers should know of it. It stands on its page."))
    before = models.CharField(max_length=40, blank=True, editable=False)
    records = models.JSONField(editable=False)
    changes = models.JSONField(editable=False)
    counts = models.JSONField(editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)
    reason = ReadableText(
        _("reason"), blank=True, help_text=_("Why it was withdrawn. Readers who come to its address read this.")
    )

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["-made_at", "-pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("edition", args=[self.name])


class EditionFile(models.Model):
    """A file of an edition, or its archive; `path` is its address below that of the edition."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="files")
    path = models.CharField(max_length=300)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["path"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["edition", "path"], name="editionfile_path_once")]

    def __str__(self) -> str:
        return self.path

    @property
    def digest_in_base64(self) -> str:
        """As headers have it (RFC 9530)."""
        return base64.b64encode(bytes.fromhex(self.sha256)).decode()

    def contents(self) -> Iterator[bytes]:
        """Its bytes in pieces, each read when it is its turn."""
        number = 0
        while piece := self.pieces.filter(number=number).first():
            yield bytes(piece.content)
            number += 1


class EditionPiece(models.Model):
    """Some bytes of a file: none is larger than a process may hold."""

    file = models.ForeignKey(EditionFile, on_delete=models.CASCADE, related_name="pieces")
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        ordering = ["file", "number"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="editionpiece_number_once")]

    def __str__(self) -> str:
        return f"{self.file_id}/{self.number}"
