"""Renaming: the old address of what readers may have met leads to the new one."""

from typing import Any

import pytest

from events import models
from events.editing.roles import CONTRIBUTOR
from tests.support.factories import make_actor, make_event, publish
from tests.support.office import Person, errors_of

pytestmark = pytest.mark.any_database


def redirects() -> dict[str, str]:
    return {
        f"{kind}/{slug}": target for kind, slug, target in models.Redirect.objects.values_list("kind", "slug", "target")
    }


def test_renaming_a_published_event_leaves_a_redirect_and_says_so(save: Any, db: None):
    event = publish(make_event("Troops leave"))
    answer = save(event, {"slug": "withdrawal"}, follow=True)
    assert redirects() == {"events/troops-leave": "withdrawal"}
    assert "The old address /events/troops-leave/ now leads to /events/withdrawal/." in answer.content.decode()


def test_renaming_a_draft_that_nobody_saw_leaves_none(save: Any, db: None):
    save(make_event("Troops leave"), {"slug": "withdrawal"})
    assert redirects() == {}


def test_renaming_what_was_once_published_leaves_one(save: Any, db: None):
    event = publish(make_event("Troops leave"))
    save(event, {"summary": "While it is published."})
    save(event, {"status": "draft"})
    save(event, {"slug": "withdrawal"})
    assert redirects() == {"events/troops-leave": "withdrawal"}


def test_renaming_twice_leads_from_each_old_address_to_the_newest(save: Any, db: None):
    event = publish(make_event("One"))
    save(event, {"slug": "two"})
    save(event, {"slug": "three"})
    assert redirects() == {"events/one": "three", "events/two": "three"}


def test_renaming_back_takes_the_redirect_away(save: Any, db: None):
    event = publish(make_event("One"))
    save(event, {"slug": "two"})
    save(event, {"slug": "one"})
    assert redirects() == {"events/two": "one"}


def test_actors_are_renamed_in_the_same_way(save: Any, db: None):
    actor = make_actor("Gheorghe Gheorghiu-Dej")
    publish(make_event("Congress", participants=[actor]))
    save(actor, {"slug": "dej"})
    assert redirects() == {"actors/gheorghe-gheorghiu-dej": "dej"}


def test_restoring_an_earlier_slug_leaves_a_redirect_too(save: Any, office: Any, db: None):
    from tests.admin.test_history import restore, versions

    event = publish(make_event("One"))
    save(event, {"summary": "First."})
    save(event, {"slug": "two"})
    restore(office, event, versions(event)[0])
    event.refresh_from_db()
    assert event.slug == "one"
    assert redirects() == {"events/two": "one"}


def test_an_address_that_leads_elsewhere_is_not_taken(save: Any, db: None):
    event = publish(make_event("One"))
    save(event, {"slug": "two"})
    other = make_event("Other")
    answer = save(other, {"slug": "one"}, follow=True)
    assert "leads readers to “two”" in errors_of(answer)


def test_a_slug_left_blank_follows_from_the_title_folded(save: Any, db: None):
    save(models.Actor, {"name": "Władysław Gomułka", "sort_name": "Gomułka, Władysław", "kind": "person"})
    assert models.Actor.objects.get().slug == "wladyslaw-gomulka"


def test_a_slug_made_from_a_title_gets_a_number_where_the_first_is_taken(save: Any, db: None):
    make_event("Troops leave")
    save(models.Event, {"title": "Troops leave", "slug": ""})
    assert models.Event.objects.latest("pk").slug == "troops-leave-2"


def test_a_long_claim_gives_a_slug_cut_after_a_word(save: Any, db: None):
    claim = "Romania's initiative of 1958 preceded any wish of Moscow's, as the papers in the archives show."
    save(models.Interpretation, {"claim": claim, "voice": "document", "ground": "cause", "slug": ""})
    slug = models.Interpretation.objects.get().slug
    assert slug == "romania-s-initiative-of-1958-preceded-any-wish-of-moscow-s-as-the-papers-in-the"


def test_a_redirect_leads_from_a_free_address_to_a_record(save: Any, db: None):
    make_event("One")
    answer = save(models.Redirect, {"kind": "events", "slug": "one", "target": "nowhere"}, follow=True)
    assert "A record has this address now" in errors_of(answer)
    assert "No record of this kind has this slug" in errors_of(answer)
    save(models.Redirect, {"kind": "events", "slug": "old", "target": "one"})
    assert redirects() == {"events/old": "one"}


def test_an_unused_actor_leaves_no_address_behind_that_readers_are_led_on_from(db: None):
    contributor = Person(CONTRIBUTOR)
    actor = make_actor("Gheorghe Gheorghiu-Dej", created_by=contributor.user)
    contributor.press("_save", actor, {"slug": "dej"})
    assert redirects() == {}


def test_an_actor_that_readers_may_have_met_does(save: Any, db: None):
    actor, other = make_actor("Gheorghe Gheorghiu-Dej"), make_actor("Gheorghe Apostol")
    event = publish(make_event("Congress", participants=[actor]))
    save(event, {"status": "archived"})
    save(other, {"slug": "apostol"})
    save(actor, {"slug": "dej"})
    assert redirects() == {"actors/gheorghe-gheorghiu-dej": "dej"}
