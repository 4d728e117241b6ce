"""The name by which lists sort an actor, where nobody has given one."""

import re

_NUMERAL = re.compile(r"[IVXLC]+\.?|\d+\.?")


def sort_name_of(name: str, kind: str) -> str:
    """“Deletant, Dennis” for “Dennis Deletant”: of a person the last word comes first; of all else an article goes.

    A person with one word, a comma, a bracket or a numeral (“Carol II”) stays. Where the family name comes first (“Mao
    Zedong”) or has several words, an editor has to give the sort name.
    """
    name = " ".join(name.split())
    if kind != "person":
        return name.removeprefix("The ") or name
    given, _space, family = name.rpartition(" ")
    if not given or any(mark in name for mark in ",()") or _NUMERAL.fullmatch(family):
        return name
    return f"{family}, {given}"
