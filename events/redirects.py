"""Old addresses: a renamed or merged record is found under the slug that it had."""

from django.db.models import QuerySet

from events.models import Redirect

MAX_HOPS = 20


def kind_of(model) -> str:
    """The first segment of the addresses of a model's records."""
    return f"{model._meta.model_name}s"


def target_of(model, slug: str, visible: QuerySet):
    """The visible record that an old slug leads to, or None. Chains are followed, circles are not."""
    if "\0" in slug:
        return None
    for _hop in range(MAX_HOPS):
        redirect = Redirect.objects.filter(kind=kind_of(model), slug=slug).first()
        if redirect is None:
            return None
        slug = redirect.target
        if record := visible.filter(slug=slug).first():
            return record
    return None
