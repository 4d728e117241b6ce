"""Versions: of the data that server processes keep, and of what readers saw of each record."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models import querysets
from events.models.editing import AboutRecord


class DataVersion(models.Model):
    """One change of what readers can see; `events.caching.versions.advance` alone writes it, and keeps the newest.

    The tag is random, so that a version that was rolled back is never taken for a later one with the same key. `events`
    are the keys of the events that changed, None if too many to name; `names` tells whether a record's name changed.
    """

    tag = models.CharField(max_length=32, unique=True)
    events = models.JSONField(null=True)
    names = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.tag


class PublishedVersion(AboutRecord):
    """What readers saw of a record from `created_at` on; it is cited by its number, from 1 without gaps per record.

    Written by `events.published.numbering` alone, in the transaction of the edit, and never changed. `data` has the
    record as seed files spell it (`record`), without what readers could not see, and the names that it showed (`names`,
    by kind and slug); of an event that is dated from another also the bounds that it had (`bounds`). Of a document,
    `document` has the text and where its passages and markers stand, if that is not as in the version before.
    """

    number = models.PositiveIntegerField(_("version"), editable=False)
    created_at = models.DateTimeField(_("published"), editable=False)
    data = models.JSONField(encoder=DjangoJSONEncoder, editable=False)
    fingerprint = models.CharField(max_length=32, editable=False)
    document = models.JSONField(null=True, encoder=DjangoJSONEncoder, editable=False)

    objects = querysets.AboutRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("published version")
        verbose_name_plural = _("published versions")
        ordering = ["content_type", "object_id", "number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "number"], name="publishedversion_number_once"
            ),
            models.CheckConstraint(name="publishedversion_number_from_1", condition=models.Q(number__gte=1)),
        ]

    def __str__(self) -> str:
        return str(self.number)
