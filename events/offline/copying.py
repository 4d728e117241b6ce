"""Writes the reading site into a folder: every page as the ordinary views make it, in each language.

Pages are made one after another, so that memory does not grow with the corpus. The same corpus gives the same bytes.
"""

import html
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import resolve
from django.utils import translation

from events.models.querysets import visible
from events.offline import searching
from events.offline.places import LISTS, PAGES, RECORDS, SEARCH, file_of, page_of, relative
from events.record_data.declaration import KINDS
from events.seeding.dump import FolderTaken
from events.seeding.plan import Progress, no_progress
from events.site import description, languages

LISTED = "files.txt"
"""The names of all files of a copy: by it, a folder is known as one."""

_LINK = re.compile(r'( (?:xlink:)?)(href|src)="([^"]*)"')
_LEFT_OUT = re.compile(
    r'[ \t]*(?:<link rel="(?:canonical|preload|alternate|cite-as|describedby)"[^>]*>'
    r'|<meta (?:property="og:(?:image|url)"|name="twitter:)[^>]*>|<script type="module"[^>]*></script>)\n?'
)
_IN_STYLE = re.compile(r"""url\(["']?([^"')]+)["']?\)""")


class OfflineRequest(HttpRequest):
    """A request whose page will be a file: templates leave out what needs a server."""

    offline = True
    site_host = ""
    site_scheme = "http"

    def get_host(self) -> str:
        """That of the address that was given, which no reader sent."""
        return self.site_host

    def _get_scheme(self) -> str:
        return self.site_scheme


@dataclass
class Copy:
    """What was written: the names of the files, and pages that were taken back meanwhile."""

    directory: Path
    names: set[str] = field(default_factory=set)
    gone: list[str] = field(default_factory=list)


def copy(directory: Path, address: str, progress: Progress = no_progress) -> Copy:
    """Writes the copy. `address` is that of the site, which pages name where they say how to cite them.

    The folder may be missing, empty, or hold an earlier copy, which is replaced. Raises FolderTaken, or OSError.
    """
    earlier = _earlier(directory)
    made = _Copying(directory, address, progress).run()
    for name in sorted(earlier - made.names):
        (directory / name).unlink(missing_ok=True)
    return made


def _earlier(directory: Path) -> set[str]:
    """The files of the copy that the folder holds."""
    if not directory.exists() or not any(directory.iterdir()):
        return set()
    listed = directory / LISTED
    if not listed.is_file():
        raise FolderTaken(f"{directory} is not empty, and holds no earlier copy")
    names = {name for name in listed.read_text(encoding="utf-8").splitlines() if name}
    return {name for name in names if ".." not in Path(name).parts and not Path(name).is_absolute()}


class _Copying:
    def __init__(self, directory: Path, address: str, progress: Progress) -> None:
        self.made, self.address, self.progress = Copy(directory), urlsplit(address), progress
        self.files: dict[tuple[str, str], str] = {}
        self.taken: set[str] = set()
        self.waiting: deque[tuple[str, str]] = deque()
        self.static: dict[str, None] = {}

    def run(self) -> Copy:
        site = description.current()
        for language in site.languages:
            for page in _first_pages():
                self.file(page, language)
        done = 0
        while self.waiting:
            page, language = self.waiting.popleft()
            self.write(self.files[page, language], self.page(page, language))
            done += 1
            if done % 20 == 0 or not self.waiting:
                self.progress("Pages", done, done + len(self.waiting))
        for language in site.languages:
            self.write_index(language)
        self.write_static()
        self.write("index.html", self.entrance(site.languages))
        self.write(LISTED, "\n".join(sorted(self.made.names)) + "\n")
        return self.made

    def file(self, page: str, language: str) -> str:
        """The file of a page, which is written in its turn."""
        if (page, language) not in self.files:
            name, number = file_of(page, language), 1
            while name.casefold() in self.taken:  # some file systems do not tell small letters from capitals
                number += 1
                name = file_of(page, language).replace(".html", f"~{number}.html")
            self.taken.add(name.casefold())
            self.files[page, language] = name
            self.waiting.append((page, language))
        return self.files[page, language]

    def write(self, name: str, contents: str | bytes) -> None:
        path = self.made.directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(contents if isinstance(contents, bytes) else contents.encode())
        self.made.names.add(name)

    # pages
    def page(self, page: str, language: str) -> str:
        response = self.answer(page, language)
        if response.status_code != 200:
            self.made.gone.append(page)
        text = _LEFT_OUT.sub("", response.content.decode())
        return _LINK.sub(lambda link: self.link(link, page, language), text)

    def answer(self, page: str, language: str) -> HttpResponse:
        """What the site answers in the language."""
        path, _mark, query = page.partition("?")
        request = self.request(path, query, language)
        original = description.current().content_language
        with translation.override(language), languages.reading(language, original):
            if path == SEARCH:
                return render(request, "offline/search.html")
            view, args, kwargs = resolve(path)
            try:
                response = view(request, *args, **kwargs)
                if isinstance(response, TemplateResponse):
                    response.render()
            except Http404:
                response = None
            if response is None or response.status_code != 200:
                response = render(request, "offline/gone.html", status=404)
        return response

    def request(self, path: str, query: str, language: str) -> OfflineRequest:
        request = OfflineRequest()
        request.method, request.path, request.path_info = "GET", path, path
        request.GET = QueryDict(query)
        request.META["QUERY_STRING"] = query
        request.site_host = self.address.netloc
        request.site_scheme = self.address.scheme or "http"
        request.LANGUAGE_CODE = language
        return request

    def link(self, link: re.Match[str], page: str, language: str) -> str:
        """The attribute of a page with the way to the file; without, where the copy has none."""
        here = self.files[page, language]
        before, name, value = link.groups()
        target = html.unescape(value)
        if target.startswith("#") or re.match(r"[a-z][a-z0-9+.-]*:|//", target):
            return link[0]
        address, fragment = urldefrag(target)
        if address.startswith(settings.STATIC_URL):
            there = relative(self.static_file(address), here)
        elif (found := self.page_file(address, page, language)) is not None:
            there = relative(found, here) if found != here or not fragment else ""
        else:
            return ""
        return f'{before}{name}="{html.escape(there + ("#" + fragment if fragment else ""))}"'

    def page_file(self, address: str, of: str, language: str) -> str | None:
        """The file of what a page leads to."""
        if not address.startswith("/"):  # `?page=2`: of this page
            address = of.partition("?")[0] + address
        asked = QueryDict(urlsplit(address).query).get("lang", language)
        page = page_of(address)
        return None if page is None or asked not in description.current().languages else self.file(page, asked)

    # files beside pages
    def static_file(self, address: str) -> str:
        name = address.removeprefix(settings.STATIC_URL)
        self.static.setdefault(name)
        return f"static/{name}"

    def write_static(self) -> None:
        self.static.setdefault("js/offline-search.js")
        done: set[str] = set()
        while waiting := [name for name in self.static if name not in done]:
            for name in waiting:
                done.add(name)
                data = _static(name)
                self.write(f"static/{name}", data)
                if name.endswith(".css"):
                    for used in _IN_STYLE.findall(data.decode()):
                        if not re.match(r"data:|[a-z]+://", used):
                            folder = Path("/" + name).parent
                            self.static.setdefault((folder / used.split("?")[0].split("#")[0]).as_posix().lstrip("/"))

    def write_index(self, language: str) -> None:
        here = self.files[SEARCH, language]
        found = searching.entries(language)
        link = lambda address: relative(self.file(address, language), here)  # noqa: E731
        number = 0
        with translation.override(language):
            for number, piece in enumerate(searching.pieces(found, link), 1):
                self.write(f"{language}/index/{number}.js", piece)
                self.progress("Index", number, 0)
        page = (self.made.directory / here).read_text(encoding="utf-8")
        self.write(here, page.replace('data-pieces=""', f'data-pieces="{number}"'))

    def entrance(self, offered: tuple[str, ...]) -> str:
        """The page that the folder opens with: the languages to choose from."""
        request = self.request("/", "", offered[0])
        links = [(code, languages.own_name_of(code), f"{code}/index.html") for code in offered]
        with translation.override(offered[0]):
            return render(request, "offline/entrance.html", {"links": links}).content.decode()


def _first_pages() -> Iterator[str]:
    """Every page that is not one more page of another."""
    yield from ("/", *(f"/{name}/" for name in (*LISTS, *PAGES)), "/sources/?sort=question", "/narrative/")
    for kind in RECORDS:
        slugs = visible(KINDS[kind]).order_by("slug").values_list("slug", flat=True).distinct()
        yield from (f"/{kind}/{slug}/" for slug in slugs.iterator(2000))


def _static(name: str) -> bytes:
    path = finders.find(name)
    if path:
        return Path(path).read_bytes()
    with staticfiles_storage.open(name) as file:
        return file.read()
