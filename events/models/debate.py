from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models import publication, querysets
from events.models.base import AtomicModel, PublishableRecord, Translatable, address_of_page
from events.models.fields import CodePointSlugField, ReadableText, ShortReadableText


class Debate(PublishableRecord):
    """A question on which interpretations differ, introduced even-handedly."""

    question = ShortReadableText(
        _("question"), max_length=300, help_text=_("The question in one sentence, so that no side is favoured.")
    )
    introduction = ReadableText(
        _("introduction"),
        blank=True,
        help_text=_("The first paragraph sets the scene in two sentences: what happened, and why it is disputed."),
    )
    turns_on = ReadableText(
        _("what it turns on"), blank=True, help_text=_("What would have to be known or agreed upon to decide it.")
    )
    featured = models.PositiveSmallIntegerField(
        _("place on the first page"),
        null=True,
        blank=True,
        unique=True,
        validators=[MinValueValidator(1)],
        help_text=_("1 for the question that the timeline opens with, 2, 3 … for those beside it; blank for none."),
        error_messages={"unique": _("Another debate has this place on the first page.")},
    )

    objects = querysets.DebateQuerySet.as_manager()

    # What `for_list` finds.
    earliest: int | None
    latest: int | None
    given_answers: "list[Answer]"

    class Meta:
        verbose_name = _("debate")
        verbose_name_plural = _("debates")
        ordering = ["slug"]
        constraints = [models.CheckConstraint(name="debate_featured_from_1", condition=models.Q(featured__gte=1))]

    def __str__(self) -> str:
        return self.question

    def get_absolute_url(self) -> str:
        return address_of_page("debate", self.slug)

    def clean(self) -> None:
        publication.check(self)


class Answer(Translatable, AtomicModel):
    """One of the answers that are given to a debate's question. An interpretation gives one, or none."""

    debate = models.ForeignKey(Debate, verbose_name=_("debate"), on_delete=models.CASCADE, related_name="answers")
    slug = CodePointSlugField(
        _("slug"), max_length=80, help_text=_("Names the answer within its debate. Blank: it follows from the name.")
    )
    name = ShortReadableText(
        _("answer"), max_length=80, help_text=_("In a few words that can be read alone: He was not asked.")
    )
    statement = ShortReadableText(
        _("statement"), max_length=300, help_text=_("The answer in one sentence, as those who give it would put it.")
    )

    objects = querysets.AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["debate", "slug"]
        constraints = [models.UniqueConstraint(fields=["debate", "slug"], name="answer_once_in_debate")]

    def __str__(self) -> str:
        return self.name
