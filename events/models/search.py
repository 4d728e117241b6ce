from django.db import models

from events.models.event import Event
from events.models.source import Passage


class EventText(models.Model):
    """What readers can find an event by: folded words, each with a space on either side.

    Three weights, strongest first: the title; the summary, participants and place; what is quoted and argued.
    Written by `events.search.index.refresh` alone, in the transaction that changes what it is made of.
    """

    event = models.OneToOneField(Event, primary_key=True, on_delete=models.CASCADE, related_name="search_text")
    title = models.TextField()
    summary = models.TextField()
    argument = models.TextField()

    def __str__(self) -> str:
        return self.title.strip()


class PassageText(models.Model):
    """What readers can find a passage of a document by: its folded words and their stems.

    Written by `events.search.index.refresh_passages` alone.
    """

    passage = models.OneToOneField(Passage, primary_key=True, on_delete=models.CASCADE, related_name="search_text")
    words = models.TextField()

    def __str__(self) -> str:
        return self.words.strip()
