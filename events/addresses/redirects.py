"""Old addresses: a renamed or merged record is found under the slug that it had."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models as fields
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from reversion.models import Version

from events import models
from events.models.querysets import visible_among

KINDS: dict[type[fields.Model], models.RecordKind] = {
    models.Event: models.RecordKind.EVENTS,
    models.Actor: models.RecordKind.ACTORS,
    models.Source: models.RecordKind.SOURCES,
    models.Interpretation: models.RecordKind.INTERPRETATIONS,
    models.Debate: models.RecordKind.DEBATES,
    models.Theme: models.RecordKind.THEMES,
    models.Place: models.RecordKind.PLACES,
}
MODELS = {kind.value: model for model, kind in KINDS.items()}


def was_ever_public(record: Any, status_before: str = "") -> bool:
    """Whether readers may have met the record under its old address.

    Actors, sources, themes and places have no status: readers have met them where something published uses them, or
    did.
    """
    published = Q(serialized_data__contains='"status": "published"')
    if hasattr(record, "status"):
        if models.Status.PUBLISHED in (record.status, status_before):
            return True
        return Version.objects.get_for_object(record).filter(published).exists()
    if visible_among(type(record), [record.pk]):
        return True
    revisions = Version.objects.filter(_names(record)).values("revision")
    return Version.objects.filter(published, revision__in=revisions).exists()


def _names(record: Any) -> Q:
    """A condition on versions: the row names the record, by a foreign key or in a list."""
    found = Q(pk=None)
    for field in type(record)._meta.related_objects:
        name, rows = field.field.name, Q(content_type=ContentType.objects.get_for_model(field.related_model))
        found |= rows & Q(serialized_data__regex=rf'"{name}": (\[([0-9]+, )*)?{record.pk}[],}}]')
    return found


def taken_by_redirect(model: type[fields.Model], slug: str, slug_now: str = "") -> models.Redirect | None:
    """The redirect from this address to another record than that with the slug `slug_now`, if any."""
    return models.Redirect.objects.filter(kind=KINDS[model], slug=slug).exclude(target=slug_now).first()


def free_slug(model: type[fields.Model], wanted: str) -> str:
    """The wanted slug, with a number behind it where a record or an old address has it already."""
    taken = set(model._default_manager.filter(slug__startswith=wanted).values_list("slug", flat=True))
    old = models.Redirect.objects.filter(kind=KINDS[model], slug__startswith=wanted)
    taken |= set(old.values_list("slug", flat=True))
    number, slug = 1, wanted
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def why_taken(model: type[fields.Model], slug: str, slug_now: str = "") -> str:
    """Why the record with the slug `slug_now` cannot take this address; blank if no redirect stands in the way."""
    found = taken_by_redirect(model, slug, slug_now)
    if found is None:
        return ""
    text = _(
        "This address leads readers to “%(target)s”, which once had it. Choose another slug, or"
        " delete that redirect first."
    )
    return text % {"target": found.target}


def leave_redirect(record: Any, old_slug: str) -> None:
    """Makes the record's old address lead to its new one; older ones follow, and none leads in a circle."""
    redirects = models.Redirect.objects.filter(kind=KINDS[type(record)])
    redirects.filter(slug=record.slug).delete()
    redirects.filter(target=old_slug).update(target=record.slug)
    redirects.update_or_create(kind=KINDS[type(record)], slug=old_slug, defaults={"target": record.slug})


# --- following them -------------------------------------------------------------------------------------------------

MAX_HOPS = 20


def target_of(model: type, slug: str, visible: QuerySet) -> Any:
    """The visible record that an old slug leads to, or None. Chains are followed, circles are not."""
    if "\0" in slug:
        return None
    for _hop in range(MAX_HOPS):
        redirect = models.Redirect.objects.filter(kind=KINDS[model], slug=slug).first()
        if redirect is None:
            return None
        slug = redirect.target
        if record := visible.filter(slug=slug).first():
            return record
    return None
