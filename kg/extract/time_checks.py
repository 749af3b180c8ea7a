"""What only looks like a time expression: each check sees the whole text and the match of a rule."""

from __future__ import annotations

import re

from kg.extract import days as cal
from kg.extract import time_days as when
from kg.extract.days import OPEN
from kg.extract.time_words import alternatives, groups, words


def always(text: str, match: re.Match[str]) -> bool:
    return True


_SURE_BEFORE = re.compile(
    r"\b(?:in|since|until|till|by|during|early|mid|late|last|next|this|between|of)[\s-]$", re.IGNORECASE
)


def is_month(text: str, match: re.Match[str]) -> bool:
    """A bare month must look like one: a capital, and for May, March, August a preposition."""
    word = match["month"]
    if match.groupdict().get("year"):
        return word[0].isupper() or not _doubtful(word)
    before = text[max(0, match.start("month") - 10) : match.start("month")]
    if word.lower().rstrip(".") in words()["month_short"] and word.lower() not in words()["month"]:
        return word[0].isupper() and bool(_SURE_BEFORE.search(before))
    if not _doubtful(word):
        return True
    return word[0].isupper() and bool(_SURE_BEFORE.search(before)) and not _is_name(text, match)


def _doubtful(word: str) -> bool:
    return bool(words()["month"].get(word.lower(), {}).get("doubtful"))


def _is_name(text: str, match: re.Match[str]) -> bool:
    """ "Prime Minister of May's" is rare; "by May, who" or "by May's" is a person."""
    return bool(re.match(r"(?:['\u2019]s|,? who\b|,? whose\b)", text[match.end() :]))


_ON = re.compile(r"\bon (?:the )?$", re.IGNORECASE)


def is_day(text: str, match: re.Match[str]) -> bool:
    """ "In January 16 people died" has no 16 January; "march 3 km" no 3 March."""
    word = match["month"]
    if _doubtful(word) and not word[0].isupper():
        return False
    year = int(match["year"] or 2024)
    if cal.date_or_none(year, when.month_number(word), int(match["day"])) is None:
        return False
    if (
        match["year"]
        or match["whose"]
        or match["day2"]
        or _ON.search(text[max(0, match.start() - 8) : match.start()])
    ):
        return True
    return not re.match(rf"\s+(?:{alternatives('counted')})\b", text[match.end() :], re.IGNORECASE)


_BEFORE_YEAR = re.compile(
    r"(?:\b(?:in|of|since|until|till|by|before|after|during|from|to|the|a|an|year|between|and|through|back|fiscal|"
    r"early|mid|late|circa|his|her|its|their|another|that)[\s-]|['\u2019]s?\s|[(/])$",
    re.IGNORECASE,
)


def is_year(text: str, match: re.Match[str]) -> bool:
    """A four-digit number is a year after "in", "the", "'s", "(" ... and never before counted things."""
    if match["position"] or match["edge"]:
        return True
    if not 1500 <= int(match["year"]) <= 2100:
        return False
    before = text[max(0, match.start() - 8) : match.start()]
    if not _BEFORE_YEAR.search(before):
        return False
    after = text[match.end() : match.end() + 40]
    adjective = r"(?:\s+[a-z]+)?"
    return not re.match(rf"(?:{adjective}\s+(?:{alternatives('counted')})\b|\s?%|-)", after, re.IGNORECASE)


def is_iso(text: str, match: re.Match[str]) -> bool:
    return when.iso_days(groups(match), None) != OPEN


def is_numeric(text: str, match: re.Match[str]) -> bool:
    return when.numeric_days(groups(match), None) != OPEN


def is_year_range(text: str, match: re.Match[str]) -> bool:
    days = when.year_range_days(groups(match), None)
    ordered = days.earliest is not None and days.latest is not None and days.earliest < days.latest
    return ordered and int(match["year"]) >= 1500 and days.latest is not None and days.latest.year <= 2100


def is_season_word(text: str, match: re.Match[str]) -> bool:
    """ "Last Spring" may be a name."""
    return match["season"].islower()


def is_season(text: str, match: re.Match[str]) -> bool:
    """Bare "spring" and "fall" are mostly other words."""
    if match["year"] or match["position"]:
        return True
    before = text[max(0, match.start() - 9) : match.start()].lower()
    return match["season"].islower() and bool(
        re.search(r"\b(?:in|during|since|by|over)\s(?:the\s)?$", before)
    )


def is_part(text: str, match: re.Match[str]) -> bool:
    return bool(match["month"] or match["year"])


def is_duration(text: str, match: re.Match[str]) -> bool:
    after = text[match.end() : match.end() + 12].lower()
    return not re.match(r"[\s-]+(?:old|of age|ago)\b", after)


def is_from_today(text: str, match: re.Match[str]) -> bool:
    """ "The next day" and "the previous week" count from another day than today."""
    return bool(match["number"]) or match["which"].lower() not in ("next", "previous")


def is_week_part(text: str, match: re.Match[str]) -> bool:
    """ "This week's", "this day" are fine; "this second" man is not."""
    return match["unit"].lower() not in ("second", "minute", "hour", "night", "day")


_ON_DAY = re.compile(r"\b(?:on|since|until|till|from)\s(?:the\s)?$", re.IGNORECASE)
_AT = re.compile(
    r"\b(?:on|at|since|until|till|from|of|by|before|after|dated|afternoon|morning|evening|night)\s(?:the\s)?$",
    re.IGNORECASE,
)
_FUNCTION = (
    "a|an|the|in|at|by|on|to|it|its|he|his|she|her|they|their|we|this|that|these|those|and|or|but|with|for|from|"
    "against|after|before|when|where|who|which|was|were|is|are|has|have|had|did|will|would|not|again|also|there|"
    "some|no|as|because|during|through|about|between"
)
_STOPS = re.compile(r"\s*$|\s*[,.;:)!?\"'\u201d\u2019](?!\d)")
_GOES_ON = re.compile(rf"\s+(?:{_FUNCTION}|[a-z]+ed)\b")
"""What may stand after the number of a day; a noun there would be counted ("the 9th floor")."""
_NAMED = re.compile(
    r"\s+(?!(?:Amendment|Army|Assembly|Avenue|Battalion|Brigade|Circuit|Congress|Corps|Division|Fleet|Floor|Imam|"
    r"Infantry|Legislature|Parallel|Party|Plenum|Regiment|Session|Squadron|Street|Summit)\b)[A-Z]\w*\s(?!(?:Army|"
    r"Brigade|Division|Congress|Battalion|Regiment|Corps|Fleet)\b)"
)
_HAVING = re.compile(r"\s+(?:and|in|at|the|a|he|she|it|they|his|her|their|was|were|is|are|has|have|had)\b")


def is_numbered_day(text: str, match: re.Match[str]) -> bool:
    """ "On the 9th", "the day 8", "on 18 day", "the 20th of last month"; not "the 9th floor", "of the 12"."""
    if match["whose"]:
        return True
    before, end = text[max(0, match.start() - 12) : match.start()], match.end()
    stops = bool(_STOPS.match(text, end))
    if match["day_before"]:
        return match["day_before"].islower() and (stops or bool(_GOES_ON.match(text, end)))
    dated = bool(_ON_DAY.search(before))
    if match["suffix"]:
        goes_on = stops or _GOES_ON.match(text, end) or dated and _NAMED.match(text, end)
        return bool(_AT.search(before) and goes_on)
    if match["day_after"]:
        return dated and (stops or bool(_GOES_ON.match(text, end)))
    at = _AT.search(before) and not re.search(r"\bof\s(?:the\s)?$", before)
    return bool(match["the"] and (stops and at or dated and _HAVING.match(text, end)))


def is_day_last_month(text: str, match: re.Match[str]) -> bool:
    """ "Last month 20th"; "last month 5 people" counts them."""
    return bool(match["suffix"] or match["day_after"] or _STOPS.match(text, match.end()))


_CLAUSE = re.compile(r"\s*[,.;]|\s+(?:the|a|an|he|she|it|they|we|his|her|their)\b")


def is_ago(text: str, match: re.Match[str]) -> bool:
    """ "Before a week they left"; "before two weeks had passed" is a duration."""
    return bool(_CLAUSE.match(text, match.end()))


def is_surely_month(text: str, match: re.Match[str]) -> bool:
    """A capital, and for May and March "in": "last year May said" is a person."""
    word = match["month"]
    sure = (
        word in ("August", "Aug")
        or not _doubtful(word)
        or bool(re.search(r"\b(?:in|of|month)\b", match[0][: -len(word)].lower()))
    )
    return word[0].isupper() and sure


_FAMOUS = frozenset(("9/11", "7/7", "26/11", "24/7"))
_DATING = re.compile(
    r"(?:\b(?:on|day|date|dated|since|until|till|from|before|after|morning|afternoon|evening|night|noon|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day)\s+\(?|\()$",
    re.IGNORECASE,
)
_SHARE = re.compile(r"\s+(?:to\s+\d|majority\b)")


def is_day_of_month(text: str, match: re.Match[str]) -> bool:
    """ "On 1/10", "Monday (5/8)"; "two thirds" and odds are no dates."""
    if match[0] in _FAMOUS or when.slashed_days(groups(match), when.ANY_DAY) == OPEN:
        return False
    if match["lead"] or is_first(text, match):
        return True
    before, end = text[max(0, match.start() - 12) : match.start()], match.end()
    if not _DATING.search(before) or _SHARE.match(text, end):
        return False
    return any(after.match(text, end) for after in (_STOPS, _GOES_ON, _NAMED))


def is_first(text: str, match: re.Match[str]) -> bool:
    """At the beginning of a line: an entry of a log of the day."""
    line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()][-8:]
    return not line.strip(" \t*\u2022([")
