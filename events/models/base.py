"""What several records share: an address, and the life of a publishable record."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db import models, transaction
from django.urls import get_script_prefix, reverse
from django.utils.translation import gettext_lazy as _

from events.models.fields import CodePointSlugField
from events.models.translations import Translation, TranslationsField, digest_of, versions


class Status(models.TextChoices):
    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    PUBLISHED = "published", _("published")
    ARCHIVED = "archived", _("archived")


class Ground(models.TextChoices):
    """What a claim, or a disagreement about one, is about."""

    FACT = "fact", _("fact")
    DATE = "date", _("date")
    CAUSE = "cause", _("cause")
    MOTIVE = "motive", _("motive")
    SIGNIFICANCE = "significance", _("significance")
    CHARACTERISATION = "characterisation", _("characterisation")
    TERM = "term", _("term")
    PERIODISATION = "periodisation", _("periodisation")
    EVIDENCE = "evidence", _("evidence")


_under: ContextVar[str] = ContextVar("under", default="")
"""What all addresses begin with while a page is made: it has hundreds of them, and Django says it less quickly."""


@contextmanager
def addresses_under(prefix: str) -> Iterator[None]:
    """Within it, all addresses begin with the prefix, which is that of the script."""
    token = _under.set(prefix)
    try:
        yield
    finally:
        _under.reset(token)


def address_of_page(name: str, slug: str) -> str:
    """The address of a record's page, as `reverse` gives it; a list has hundreds of links to resolve."""
    before, after = around_slug(name)
    return f"{before}{in_address(slug)}{after}"


def around_slug(name: str) -> tuple[str, str]:
    """What stands before and after the slug in the address of such a page."""
    return _around_slug(name, _under.get() or get_script_prefix())


def in_address(slug: str) -> str:
    return slug if _UNRESERVED.fullmatch(slug) else quote(slug)


_UNRESERVED = re.compile(r"[A-Za-z0-9_.~-]*")
"""What an address holds as it is (RFC 3986, 2.3)."""


@lru_cache
def _around_slug(name: str, script_prefix: str) -> tuple[str, str]:
    before, _slug, after = reverse(name, args=["-"]).rpartition("-")
    return before, after


def address_of(name: str, *args: Any) -> str:
    """The address of a page of the site, as `reverse` gives it; every page has dozens of links to the same ones."""
    return _address_of(name, args, _under.get() or get_script_prefix())


@lru_cache(maxsize=256)
def _address_of(name: str, args: tuple, script_prefix: str) -> str:
    return reverse(name, args=args)


class AtomicModel(models.Model):
    """A row that is saved in one transaction with what follows from it (`events.signals`).

    Django itself deletes rows and links them so.
    """

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic(using=kwargs.get("using"), savepoint=False):
            super().save(*args, **kwargs)


class Translatable(models.Model):
    """A row with texts that readers see, each in as many languages as editors give it."""

    translations = TranslationsField()

    class Meta:
        abstract = True

    def stored(self, name: str) -> str:
        """A text as it is stored, whoever reads."""
        field: Any = self._meta.get_field(name)
        return field.value_from_object(self)

    def each_version(self) -> Iterator[Translation]:
        return versions(self.translations)

    def is_out_of_date(self, version: Translation) -> bool:
        """Whether the original says something else than what the version renders."""
        return version.renders != digest_of(getattr(self, version.field))


class Record(Translatable, AtomicModel):
    """A record with an address of its own: its slug is its identity."""

    slug = CodePointSlugField(
        _("slug"),
        max_length=120,
        unique=True,
        help_text=_("The record's lasting address. Lower-case letters, digits and hyphens, for instance gomulka."),
    )
    created_at = models.DateTimeField(auto_now_add=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("created by"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    updated_at = models.DateTimeField(_("updated at"), auto_now=True, editable=False)

    class Meta:
        abstract = True


class PublishableRecord(Record):
    """A record that readers see only while its status is *published*."""

    status = models.CharField(
        _("status"),
        max_length=10,
        choices=Status,
        default=Status.DRAFT,
        help_text=_("Only published records are public. To publish, a record needs a citation."),
    )

    class Meta:
        abstract = True

    @property
    def is_published(self) -> bool:
        return self.status == Status.PUBLISHED


def exactly_one(*names: str) -> models.Q:
    """A condition for a CheckConstraint: one of the named foreign keys is set, and no other."""
    condition = models.Q()
    for chosen in names:
        condition |= models.Q(**{f"{name}__isnull": name != chosen for name in names})
    return condition
