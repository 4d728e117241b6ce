from django.db import models


class DataVersion(models.Model):
    """One change of what readers can see. Written by `events.versions.advance` alone, which keeps the newest ones.

    The tag is random, so that a version that was rolled back is never taken for a later one with the same key. `events`
    are the keys of the events that changed, None if too many to name; `names` tells whether a record's name changed.
    """

    tag = models.CharField(max_length=32, unique=True)
    events = models.JSONField(null=True)
    names = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return self.tag
