"""Of which corpus a folder is: a load of another one would mix the two, and take over what happens to share a slug.

A folder is of the database's corpus if it has most of what earlier loads brought, wherever it lies and whatever it is
called by now; or if it has some of that and a title under which something was loaded before.
"""

from typing import Any

from events.models import SeedBase
from events.seeding.files import Folder
from events.seeding.plan import LoadPlan

TITLE = "corpus"
"""The kind of a `SeedBase` that stands for no record, but for a title under which something was loaded."""

STATEMENTS = ("events", "interpretations", "debates")
"""What tells corpora apart. People, works and themes may well be in several."""


def title_of(folder: Folder) -> str:
    """The title that `site.yaml` gives, in its first language; "" where it gives none."""
    title: Any = (folder.site or {}).get("title")
    if isinstance(title, dict):
        title = next(iter(title.values()), "")
    length = SeedBase._meta.get_field("slug").max_length
    return title.strip()[:length] if isinstance(title, str) else ""


def refuse_another(plan: LoadPlan, folder: Folder) -> None:
    """Notes a problem where the files are of another corpus than what earlier loads brought."""
    here = sum(entry.kind in STATEMENTS and entry.base_key is not None for entry in plan.entries)
    brought = here + sum(name.startswith(tuple(f"{kind}/" for kind in STATEMENTS)) for name in plan.gone)
    if not brought or 2 * here > brought:
        return
    titles = sorted(SeedBase.objects.filter(kind=TITLE).values_list("slug", flat=True))
    if here and plan.corpus in titles:
        return
    earlier = f" ({', '.join(f'“{title}”' for title in titles)})" if titles else ""
    plan.problems.add(
        str(folder.root),
        None,
        f"these files are of another corpus than the database: of {brought} events, interpretations and debates that"
        f" earlier loads{earlier} brought, {here} {'is' if here == 1 else 'are'} here. Load them into another database"
        " (DATABASE_URL), or beside what is there with --into-existing",
    )


def remember(plan: LoadPlan) -> None:
    """Notes the title under which a plan was loaded; writes nothing where it is known."""
    if plan.corpus and not SeedBase.objects.filter(kind=TITLE, slug=plan.corpus).exists():
        SeedBase.objects.get_or_create(kind=TITLE, slug=plan.corpus, defaults={"base": {}})
