"""The types of works (CSL 1.0.2, appendix III) in words, and what a record of each usually says."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.bibliography.csl_checks import DATES, NAMES, TYPES

USUAL = {
    "book": _("Book"),
    "chapter": _("Chapter of a book"),
    "article-journal": _("Article in a journal"),
    "article-newspaper": _("Article in a newspaper"),
    "article-magazine": _("Article in a magazine"),
    "document": _("Document"),
    "manuscript": _("Manuscript or archival record"),
    "report": _("Report"),
    "thesis": _("Thesis"),
    "webpage": _("Web page"),
}

OTHERS = {
    "article": _("Article, not in a periodical"),
    "bill": _("Bill"),
    "broadcast": _("Broadcast"),
    "classic": _("Classical work"),
    "collection": _("Collection"),
    "dataset": _("Data set"),
    "entry": _("Entry"),
    "entry-dictionary": _("Entry in a dictionary"),
    "entry-encyclopedia": _("Entry in an encyclopedia"),
    "event": _("Event"),
    "figure": _("Figure"),
    "graphic": _("Picture"),
    "hearing": _("Hearing"),
    "interview": _("Interview"),
    "legal_case": _("Legal case"),
    "legislation": _("Law"),
    "map": _("Map"),
    "motion_picture": _("Film or video"),
    "musical_score": _("Musical score"),
    "pamphlet": _("Pamphlet"),
    "paper-conference": _("Paper at a conference"),
    "patent": _("Patent"),
    "performance": _("Performance"),
    "periodical": _("Periodical"),
    "personal_communication": _("Letter or message"),
    "post": _("Post"),
    "post-weblog": _("Post on a blog"),
    "regulation": _("Regulation"),
    "review": _("Review"),
    "review-book": _("Review of a book"),
    "software": _("Software"),
    "song": _("Sound recording"),
    "speech": _("Speech"),
    "standard": _("Standard"),
    "treaty": _("Treaty"),
}

LABELS = {
    "title": _("Title"),
    "title-short": _("Short title"),
    "author": _("Authors"),
    "recipient": _("Recipients"),
    "interviewer": _("Interviewers"),
    "director": _("Directors"),
    "reviewed-author": _("Authors of the work reviewed"),
    "reviewed-title": _("Title of the work reviewed"),
    "genre": _("Kind of work"),
    "container-title": _("Published in"),
    "editor": _("Editors"),
    "translator": _("Translators"),
    "container-author": _("Authors of the whole"),
    "collection-title": _("Series"),
    "collection-editor": _("Editors of the series"),
    "collection-number": _("Number in the series"),
    "volume": _("Volume"),
    "number-of-volumes": _("Volumes in all"),
    "issue": _("Issue"),
    "number": pgettext_lazy("of a report or law", "Number"),
    "edition": _("Edition"),
    "section": _("Section"),
    "chapter-number": _("Chapter"),
    "page": _("Pages"),
    "number-of-pages": _("Pages in all"),
    "event-title": _("Conference or occasion"),
    "event-place": _("Its place"),
    "authority": _("Authority"),
    "publisher": _("Publisher or institution"),
    "publisher-place": _("Place of publication"),
    "issued": _("Date"),
    "original-date": _("Date of the original"),
    "event-date": _("Date of the occasion"),
    "archive": _("Holding archive"),
    "archive_collection": _("Fonds or collection"),
    "archive_location": _("Place in the archive"),
    "archive-place": _("Town of the archive"),
    "medium": _("Medium"),
    "dimensions": _("Extent or length"),
    "scale": _("Map scale"),
    "version": _("Version"),
    "DOI": _("DOI"),
    "ISBN": _("ISBN"),
    "ISSN": _("ISSN"),
    "URL": _("Address (URL)"),
    "accessed": _("Accessed"),
    "language": _("Language of the work"),
    "original-title": _("Original title"),
    "abstract": _("Abstract"),
    "keyword": _("Keywords"),
}
"""What has a field of its own, in the order of the form."""

_WEB = "title title-short language issued URL accessed"
_BOOK = f"author editor translator publisher publisher-place edition volume ISBN DOI {_WEB}"
_PART = f"{_BOOK} container-title page"
_PERIODICAL = f"author container-title volume issue page ISSN DOI {_WEB}"
_RECORD = f"author genre number archive archive_collection archive_location archive-place {_WEB}"
_LAW = f"author authority number container-title volume section page publisher {_WEB}"
_MEDIA = f"author director medium dimensions publisher publisher-place {_WEB}"

_FIELDS = {
    "book": f"{_BOOK} collection-title collection-number number-of-volumes number-of-pages original-date",
    "chapter": f"{_PART} collection-title",
    "article-journal": _PERIODICAL,
    "article-newspaper": f"{_PERIODICAL} publisher-place section",
    "article-magazine": _PERIODICAL,
    "article": f"author publisher genre number DOI {_WEB}",
    "document": f"{_RECORD} recipient container-title editor volume page publisher publisher-place",
    "manuscript": f"{_RECORD} recipient page number-of-pages",
    "personal_communication": f"{_RECORD} recipient container-title editor volume page",
    "interview": f"{_RECORD} interviewer container-title volume page",
    "speech": f"{_RECORD} event-title event-place event-date container-title page",
    "hearing": f"{_RECORD} authority event-place",
    "report": f"author genre number collection-title publisher publisher-place number-of-pages DOI {_WEB}",
    "thesis": f"author genre publisher publisher-place number-of-pages {_WEB}",
    "webpage": f"author container-title publisher {_WEB}",
    "post": f"author container-title {_WEB}",
    "post-weblog": f"author container-title {_WEB}",
    "paper-conference": f"{_PART} event-title event-place event-date",
    "review": f"{_PERIODICAL} reviewed-author reviewed-title",
    "review-book": f"{_PERIODICAL} reviewed-author reviewed-title",
    "map": f"{_MEDIA} scale archive archive_location",
    "software": f"author version publisher DOI {_WEB}",
    "dataset": f"author version publisher DOI {_WEB}",
    "periodical": f"editor publisher publisher-place ISSN {_WEB}",
    "pamphlet": f"{_BOOK} archive archive_location",
}
_FIELDS |= dict.fromkeys(("bill", "legislation", "regulation", "treaty", "legal_case"), _LAW)
_FIELDS |= dict.fromkeys(("entry", "entry-dictionary", "entry-encyclopedia"), _PART)
_FIELDS |= dict.fromkeys(("broadcast", "motion_picture", "song", "graphic", "figure", "performance"), _MEDIA)


def fields_of(kind: str) -> list[str]:
    """The variables that a work of this type usually has, in the order of the form; of a book, if it is none known."""
    usual = {*_FIELDS.get(kind, _FIELDS["book"]).split()}
    return [name for name in LABELS if name in usual]


BY_TYPE = {kind: fields_of(kind) for kind in TYPES}
TEXTS = [name for name in LABELS if name not in (*NAMES, *DATES)]
