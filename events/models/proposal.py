"""What the rules have read out of a document, and what editors decided on it. Readers never see of it."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models import querysets
from events.models.base import AtomicModel
from events.models.editing import PendingRevision
from events.models.seeding import RecordKind
from events.models.source import Passage, Source


class Proposal(AtomicModel):
    """A record that a document's words may tell of, and the decision on it, which is kept.

    `data` is the record in the spelling of seed files. `key` is a digest of kind and words, by which it is recognised
    when the document is read again. `record` is the key of what was made of it or joined with it.
    """

    class State(models.TextChoices):
        PENDING = "pending", pgettext_lazy("proposal", "to decide")
        ACCEPTED = "accepted", pgettext_lazy("proposal", "accepted")
        JOINED = "joined", pgettext_lazy("proposal", "joined")
        REJECTED = "rejected", pgettext_lazy("proposal", "rejected")

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="proposals")
    passage = models.ForeignKey(Passage, null=True, on_delete=models.CASCADE, related_name="proposals")
    kind = models.CharField(max_length=15, choices=RecordKind)
    key = models.CharField(max_length=64)
    slug = models.CharField(max_length=120)
    words = models.TextField()
    at = models.PositiveIntegerField(default=0)
    """Where in the passage the words begin, in code points."""
    data = models.JSONField(encoder=DjangoJSONEncoder)
    rule = models.CharField(max_length=100)
    certainty = models.FloatField()
    mended = models.BooleanField(default=False)
    state = models.CharField(_("status"), max_length=8, choices=State, default=State.PENDING)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    record = models.PositiveBigIntegerField(null=True)
    came_with = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="brought")
    waits_in = models.ForeignKey(PendingRevision, null=True, on_delete=models.SET_NULL, related_name="+")
    """The pending revision that holds its citation, where it was joined with what readers see."""
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)

    objects = querysets.ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ["passage__start", "at", "pk"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="proposal_once")]
        indexes = [models.Index(fields=["source", "state"], name="proposal_state")]

    def __str__(self) -> str:
        work = self.data.get("csl") or {}
        said = (self.data.get(name) for name in ("title", "claim", "name"))
        return str(next(filter(None, said), None) or work.get("title") or self.slug)
