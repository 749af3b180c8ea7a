"""The shapes of a dateline: "GENEVA, Jan 5 (Agency) -", "Minsk, 5 June.", "Baghdad/ Rafidain Today:"."""

from __future__ import annotations

import re

from kg.syntax import Dateline

_REACH = 120
_NO_PLACE = (
    r"(?!(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|After|And|As|At|Before|But|By|During|Early|For|From|In|Last|"
    r"Late|Next|On|Police|Protest\w*|Since|The|This|Until|Updated)\b)"
)
_NAME = rf"{_NO_PLACE}(?![a-z])[^\W\d_][\w.'\u2019-]+"
_PLACE = rf"[ \t*\u2022]*(?P<place>{_NAME}(?:[ -](?![a-z])[^\W\d_][\w.'\u2019-]+){{0,2}})"
_REGION = r"(?:, ?(?![a-z])[^\W\d_][\w.' -]{1,30})?"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_DAY = (
    rf"(?:,? ?(?:the )?(?i:{_MONTH} \d{{1,2}}|\d{{1,2}}\.? {_MONTH})(?:[,/]? ?\d{{4}})?(?: E\.C\.)?"
    r"|,? ?\d{1,2}th)"
)
_OUTLET = r" ?\((?P<outlet>[^()\n]{1,40})\)"
_STROKE = r"(?: ?\.?[-\u2013\u2014]{1,2}|\. ?[-\u2013\u2014])(?= )"
_DASH = rf"(?:{_STROKE}| ?\.?:(?= ))"
_DESK = r"[^()\n]*\b(?:agenc|bureau|correspondent|news|report|representative|special)[^()\n]*"
_MEDIA = (
    r"(?=[^:\n]{0,60}?(?:\w-\w|\b(?:Agenc|Bulletin|Courier|Daily|Echo|Gazette|Herald|Inform|Journal|Mail|"
    r"Media|Monitor|Net\b|News|Observer|Post|Press|Radio|Report|Standard|Star|Telegraph|Times|Today|Tribune|TV|"
    r"Voice|Watch|Wire)))"
)
"""What calls an outlet, where nothing else shows that it is one."""
_TITLE = r"(?![a-z])[^\W\d_][\w.'\u2019-]+(?: (?:of |the |al-|e )?(?![a-z])[^\W\d_][\w.'\u2019-]+)"

_OF_DESK = re.compile(r"(?:Corr\. )?(?P<name>.*?)(?: ?/)?(?:(?:^| )[a-z]+)*")
"""The name of an outlet without who works for it: "Roznama Sahil / representative special"."""

_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        r"[ \t]*(?P<place>(?:[A-Z][A-Z.']{2,}|[A-Z]{2}(?=[ -][A-Z]{3}))(?:[ -][A-Z][A-Z.']*)*)(?:/[A-Z/ -]+)?"
        rf"(?:, ?[A-Z][\w.' -]{{1,30}}){{0,2}}{_DAY}? ?(?:\((?P<outlet>[^()\n]{{1,40}})\))?{_DASH}",
        rf"{_PLACE}{_REGION}{_DAY}?{_OUTLET}{_DASH}",
        rf"{_PLACE}{_REGION}(?:{_DAY})? ?\((?P<outlet>{_DESK})\)(?= (?![a-z])[^\W\d_])",
        rf"{_PLACE}{_REGION}{_DAY}(?: ?/(?P<outlet>[^/\n]{{1,40}})/)?(?: electric(?:ity)?)?"
        rf"(?:{_STROKE}|\.(?= ))",
        rf"{_PLACE}(?: \||[/|]) (?P<outlet>{_MEDIA}{_TITLE}{{0,4}}) ?(?:[-\u2013\u2014]|:)(?= )",
        rf"{_PLACE} [-\u2013\u2014] (?P<outlet>{_MEDIA}{_TITLE}{{1,4}}) ?(?:[-\u2013\u2014]|:)(?= )",
        rf"[ \t]*\[{_PLACE} ?= ?(?P<outlet>{_TITLE}{{0,3}})\]",
    )
)
"""The most certain first; each has the groups ``place`` and ``outlet``, which may be empty."""


def dateline(raw: str, start: int) -> re.Match[str] | None:
    """The dateline that begins at a place of the text."""
    found = (shape.match(raw, start, start + _REACH) for shape in _SHAPES)
    return next((match for match in found if match is not None), None)


def told_in(match: re.Match[str], base: int) -> Dateline:
    """The spans of a dateline in the document; ``base`` is where the searched text begins in it."""
    name = _OF_DESK.fullmatch(match["outlet"]) if match["outlet"] else None
    first = match.start("outlet") + base
    outlet = (first + name.start("name"), first + name.end("name")) if name and name["name"] else None
    return Dateline((match.start("place") + base, match.end("place") + base), outlet)
