"""The work of editors beside the records: pending revisions, comments, errata. Readers see of it the errata alone."""

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models import querysets
from events.models.base import AtomicModel, Translatable
from events.models.fields import ShortReadableText


class AboutRecord(AtomicModel):
    """A row about any record, who wrote it and when. The record may have been deleted since, and come back."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, editable=False, related_name="+")
    object_id = models.PositiveBigIntegerField(editable=False)
    record = GenericForeignKey()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("author"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True, editable=False)

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["content_type", "object_id"], name="%(class)s_record")]


class PendingRevision(AboutRecord):
    """A change of a record that readers see, as data beside it, until a publisher approves it.

    `base` and `data` are record data (`events.record_data`): the record as its author found it, and as it should be.
    Where somebody else has edited it since, `of_author` is what its author wrote last.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("being written")
        IN_REVIEW = "in_review", _("in review")
        SENT_BACK = "sent_back", _("sent back")
        APPROVED = "approved", _("approved")
        WITHDRAWN = "withdrawn", _("withdrawn")

    OPEN = (State.DRAFT, State.IN_REVIEW, State.SENT_BACK)

    base = models.JSONField(encoder=DjangoJSONEncoder, editable=False)
    data = models.JSONField(encoder=DjangoJSONEncoder, editable=False)
    state = models.CharField(_("status"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    why = models.CharField(_("why"), max_length=300, blank=True)
    erratum = models.CharField(_("erratum"), max_length=500, blank=True)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("edited by"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    of_author = models.JSONField(null=True, encoder=DjangoJSONEncoder, editable=False)
    updated_at = models.DateTimeField(_("changed"), auto_now=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = querysets.PendingRevisionQuerySet.as_manager()

    class Meta(AboutRecord.Meta):
        verbose_name = _("pending revision")
        verbose_name_plural = _("pending revisions")
        ordering = ["-updated_at", "-pk"]
        default_permissions = ("view",)
        permissions = [
            ("edit_any", "Can edit what others have written"),
            ("review", "Can review: comment, send back"),
            ("publish", "Can publish, approve pending revisions and archive"),
            ("resolve", "Can resolve references to sources"),
            ("merge", "Can merge records"),
        ]
        indexes = [*AboutRecord.Meta.indexes, models.Index(fields=["state"], name="pendingrevision_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "author"],
                condition=models.Q(state__in=["draft", "in_review", "sent_back"]),
                name="pendingrevision_one_open_each",
            )
        ]

    def __str__(self) -> str:
        return f"{self.content_type.name} {self.object_id}: {self.get_state_display()}"

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN


class Signed(AboutRecord):
    """A row that keeps its author's name where the author has no account: it was loaded from files."""

    author_name = models.CharField(max_length=150, blank=True, editable=False)

    class Meta(AboutRecord.Meta):
        abstract = True

    @property
    def signature(self) -> Any:
        """The account, or the name that is left of it; blank if neither is known."""
        return self.author or self.author_name


class Comment(Signed):
    """What editors say to one another about a record, and what was decided; it stays with the record."""

    class Kind(models.TextChoices):
        COMMENT = "comment", _("comment")
        SUBMITTED = "submitted", _("sent for review")
        SENT_BACK = "sent_back", _("sent back")
        APPROVED = "approved", _("approved")
        WITHDRAWN = "withdrawn", _("withdrawn")

    pending = models.ForeignKey(
        PendingRevision, null=True, editable=False, on_delete=models.CASCADE, related_name="comments"
    )
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.COMMENT, editable=False)
    field = models.CharField(_("field"), max_length=60, blank=True)
    text = models.TextField(_("text"), blank=True)

    objects = querysets.AboutRecordQuerySet.as_manager()

    class Meta(AboutRecord.Meta):
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return self.text[:80] or self.get_kind_display()


class Erratum(Translatable, Signed):
    """A sentence that tells readers what was wrong on a record's page, and that it has been corrected."""

    text = ShortReadableText(_("erratum"), max_length=500)

    objects = querysets.ErratumQuerySet.as_manager()

    class Meta(AboutRecord.Meta):
        verbose_name = _("erratum")
        verbose_name_plural = _("errata")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.text


class Merge(Signed):
    """Two records made one: `record` is the one that stayed, `gone` is what the other was.

    `moved` has what belonged to the other one, and of every record that the merge changed the data before and after, so
    that it can be undone.
    """

    gone_id = models.PositiveBigIntegerField(editable=False)
    gone_name = models.CharField(_("name"), max_length=400, editable=False)
    gone = models.JSONField(encoder=DjangoJSONEncoder, editable=False)
    moved = models.JSONField(encoder=DjangoJSONEncoder, editable=False)
    undone_at = models.DateTimeField(_("undone"), null=True, editable=False)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    undone_by_name = models.CharField(max_length=150, blank=True, editable=False)

    objects = querysets.AboutRecordQuerySet.as_manager()

    class Meta(AboutRecord.Meta):
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        ordering = ["-created_at", "-pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.gone_name
