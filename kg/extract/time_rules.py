"""The rules that recognise time expressions: patterns over the word list, with look-alikes kept out."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any, Literal, NamedTuple

from kg.extract import days as cal
from kg.extract import time_days as when
from kg.extract.days import OPEN, Days
from kg.extract.time_words import alternatives, slots, words

Kind = Literal["absolute", "deictic", "relative", "duration", "recurring"]


class Rule(NamedTuple):
    """A pattern, the word classes it can begin with, and how its groups become days.

    ``accept`` sees the whole text and the match and rejects look-alikes.
    """

    name: str
    kind: Kind
    starts: str
    pattern: re.Pattern[str]
    days: Callable[[dict[str, str], when.Clock | None], Days]
    accept: Callable[[str, re.Match[str]], bool]


def groups(match: re.Match[str]) -> dict[str, str]:
    """The named groups that took part."""
    return {name: value for name, value in match.groupdict().items() if value is not None}


def _always(text: str, match: re.Match[str]) -> bool:
    return True


_SURE_BEFORE = re.compile(
    r"\b(?:in|since|until|till|by|during|early|mid|late|last|next|this|between|of)[\s-]$", re.IGNORECASE
)


def _is_month(text: str, match: re.Match[str]) -> bool:
    """A bare month must look like one: a capital, and for May, March, August a preposition."""
    groups = match.groupdict()
    word = match["month"]
    if groups.get("year"):
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


def _is_day(text: str, match: re.Match[str]) -> bool:
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


def _is_year(text: str, match: re.Match[str]) -> bool:
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


def _is_iso(text: str, match: re.Match[str]) -> bool:
    return when.iso_days(groups(match), None) != OPEN


def _is_numeric(text: str, match: re.Match[str]) -> bool:
    return when.numeric_days(groups(match), None) != OPEN


def _is_year_range(text: str, match: re.Match[str]) -> bool:
    days = when.year_range_days(groups(match), None)
    ordered = days.earliest is not None and days.latest is not None and days.earliest < days.latest
    return ordered and int(match["year"]) >= 1500 and days.latest is not None and days.latest.year <= 2100


def _is_season_word(text: str, match: re.Match[str]) -> bool:
    """ "Last Spring" may be a name."""
    return match["season"].islower()


def _is_season(text: str, match: re.Match[str]) -> bool:
    """Bare "spring" and "fall" are mostly other words."""
    if match["year"] or match["position"]:
        return True
    before = text[max(0, match.start() - 9) : match.start()].lower()
    return match["season"].islower() and bool(
        re.search(r"\b(?:in|during|since|by|over)\s(?:the\s)?$", before)
    )


def _is_part(text: str, match: re.Match[str]) -> bool:
    return bool(match["month"] or match["year"])


def _is_duration(text: str, match: re.Match[str]) -> bool:
    after = text[match.end() : match.end() + 12].lower()
    return not re.match(r"[\s-]+(?:old|of age|ago)\b", after)


def _is_from_today(text: str, match: re.Match[str]) -> bool:
    """ "The next day" and "the previous week" count from another day than today."""
    return bool(match["number"]) or match["which"].lower() not in ("next", "previous")


def _is_week_part(text: str, match: re.Match[str]) -> bool:
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


def _is_numbered_day(text: str, match: re.Match[str]) -> bool:
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


def _is_day_last_month(text: str, match: re.Match[str]) -> bool:
    """ "Last month 20th"; "last month 5 people" counts them."""
    return bool(match["suffix"] or match["day_after"] or _STOPS.match(text, match.end()))


def _is_ago(text: str, match: re.Match[str]) -> bool:
    """ "Before a week they left"; "before two weeks had passed" is a duration."""
    after = re.compile(r"\s*[,.;]|\s+(?:the|a|an|he|she|it|they|we|his|her|their)\b")
    return bool(after.match(text, match.end()))


def _is_surely_month(text: str, match: re.Match[str]) -> bool:
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


def _is_day_of_month(text: str, match: re.Match[str]) -> bool:
    """ "On 1/10", "Monday (5/8)"; "two thirds" and odds are no dates."""
    if match[0] in _FAMOUS or when.slashed_days(groups(match), when.ANY_DAY) == OPEN:
        return False
    if match["lead"] or _is_first(text, match):
        return True
    shared = re.compile(r"\s+(?:to\s+\d|majority\b)").match(text, match.end())
    goes_on = (
        _STOPS.match(text, match.end())
        or _GOES_ON.match(text, match.end())
        or _NAMED.match(text, match.end())
    )
    return bool(_DATING.search(text[max(0, match.start() - 12) : match.start()]) and goes_on and not shared)


def _is_first(text: str, match: re.Match[str]) -> bool:
    """At the beginning of a line: an entry of a log of the day."""
    line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()][-8:]
    return not line.strip(" \t*\u2022([")


_RULES: tuple[tuple[str, Kind, str, str, Any, Any], ...] = (
    (
        "iso date",
        "absolute",
        "#",
        r"(?P<year>[12]\d{3})([-/.])(?P<a>\d\d?)\2(?P<b>\d\d?)(?!\d)",
        when.iso_days,
        _is_iso,
    ),
    (
        "numeric date",
        "absolute",
        "#",
        r"(?P<a>\d\d?)(?P<mark>[-/.])(?P<b>\d\d?)(?P=mark)(?P<year>(?:1[5-9]|20)\d\d)(?!\d)",
        when.numeric_days,
        _is_numeric,
    ),
    (
        "day month",
        "absolute",
        "# weekday weekday_short the",
        r"(?:{anyday},?\s+(?:the\s+)?)?(?:the\s+)?{day}(?:(?:{dash}|\s+(?:to|and|or|until)\s+){day2})?"
        r"[\s-]+(?:of\s+)?{month}(?!\w)(?:,?\s+(?:of\s+)?{year}|{ofyear})?",
        when.day_days,
        _is_day,
    ),
    (
        "month day",
        "absolute",
        "month month_short weekday weekday_short",
        r"(?:{anyday},?\s+(?:the\s+)?)?{month}\s+(?:the\s+)?{day}"
        r"(?:(?:{dash}|\s+(?:to|and|or|until|through)\s+){day2}(?!\s+(?:{monthword})))?(?:,?\s+(?:of\s+)?{year}|{ofyear})?(?!\w)",
        when.day_days,
        _is_day,
    ),
    (
        "month",
        "absolute",
        "month month_short position edge which the past of-month",
        r"(?:(?:the\s+)?(?:past\s+)?month\s+of\s+|"
        r"(?P<which>last|next|this past|this coming|this)\s+|(?:(?:the\s+)?{edge}\s+of|{position})[\s-]+)?"
        r"{month}(?!\w)(?:,?\s+(?:(?:of|in)\s+)?(?:(?:the\s+)?year\s+)?{year}\b|"
        r",?\s+(?:of\s+)?(?:the\s+)?(?P<whose>last|this|next|past)\s+year\b|"
        r",?\s+(?:of\s+)?(?:the\s+)?year\s+(?P<whose_year>last|past|passed)\b)?",
        when.months_days,
        _is_month,
    ),
    (
        "year",
        "absolute",
        "# position the",
        r"(?:{position}[\s-]+|the\s+{edge}\s+of\s+)?{year}\b(?!s\b)",
        when.year_days,
        _is_year,
    ),
    (
        "year range",
        "absolute",
        "#",
        r"{year}(?:{dash}|/)(?P<year2>[12]\d{3}|\d\d)(?![\d-])",
        when.year_range_days,
        _is_year_range,
    ),
    (
        "decade",
        "absolute",
        "# the position",
        r"(?:the\s+)?(?:{position}[\s-]+)?(?P<decade>(?:1[5-9]|20)\d0)['\u2019]?s\b",
        when.decade_days,
        _always,
    ),
    (
        "century",
        "absolute",
        "# the position ordinal",
        r"(?:the\s+)?(?:{position}[\s-]+)?(?P<which>\d\d?(?:st|nd|rd|th)|{ordinals})[\s-]century\b",
        when.century_days,
        _always,
    ),
    (
        "part of",
        "absolute",
        "the ordinal ordinal_last",
        r"(?:the\s+)?{ordinal}\s+(?P<what>half|quarter|week)\s+of\s+(?:{month}\b)?(?:,?\s*{year}\b)?",
        when.part_of_days,
        _is_part,
    ),
    (
        "weekday",
        "deictic",
        "weekday which position late",
        r"(?:(?P<which>last|next|this past|this coming|this)\s+)?"
        r"(?:(?:early|earlier|late|later|mid)(?:\s+on)?[\s-]+)?"
        r"{weekday}\b(?:\s+(?P<gone>past|last)\b(?!\s+(?:week|month|year|noon|midnight|\d)))?(?:\s+(?:{part}))?(?:,?\s+(?:of\s+)?(?P<week>last|this|next)\s+week)?",
        when.weekdays_days,
        _always,
    ),
    (
        "today",
        "deictic",
        "today the day which position",
        r"(?:(?:early|earlier|late|later)\s+)?(?P<word>(?:the\s+)?day\s+before\s+yesterday|(?:the\s+)?day\s+after\s+tomorrow|"
        r"today|yesterday|tomorrow|tonight|overnight|last\s+night|this\s+(?:morning|afternoon|evening))\b(?:\s+(?:{part})\b)?",
        when.today_word,
        _always,
    ),
    (
        "ago",
        "deictic",
        "# number about",
        r"{about}{number}\s+{units}(?P<half>\s+and\s+a\s+half)?\s+ago\b",
        when.ago_days,
        _always,
    ),
    (
        "half ago",
        "deictic",
        "# number about",
        r"{about}{number}(?P<half>\s+and\s+a\s+half)\s+{units}\s+ago\b",
        when.ago_days,
        _always,
    ),
    (
        "unit ago",
        "deictic",
        "unit",
        r"(?P<unit>week|month|year)(?P<half>\s+and\s+a\s+half)?\s+ago\b",
        when.ago_days,
        _always,
    ),
    (
        "before units",
        "deictic",
        "before",
        r"before\s+(?:this\s+)?{about}{number}\s+{units}\b",
        when.ago_days,
        _is_ago,
    ),
    (
        "since units",
        "deictic",
        "since",
        r"since\s+(?:already\s+)?{about}{number}\s+{units}(?!\s+(?:of|ago|before|earlier|back)\b)",
        when.since_units_days,
        _always,
    ),
    ("units ago", "deictic", "unit", r"{span}s\s+ago\b", when.span_ago_days, _always),
    (
        "unit",
        "deictic",
        "which the position edge",
        r"(?:(?:the\s+)?{edge}\s+of\s+|{position}[\s-]+)?(?P<which>last|this\s+past|this\s+coming|this|next|the\s+current|the\s+coming)\s+"
        r"(?P<unit>week|weekend|month|year|decade|century)\b",
        when.unit_by_word_days,
        _is_week_part,
    ),
    (
        "edge of unit",
        "deictic",
        "the edge",
        r"(?:the\s+)?{edge}\s+of\s+(?:the\s+)?(?P<unit>week|month|year|decade|century)\b",
        when.unit_by_word_days,
        _always,
    ),
    (
        "position in unit",
        "deictic",
        "position",
        r"(?P<position>earlier|later)\s+in\s+the\s+(?P<unit>week|month|year)\b",
        when.unit_by_word_days,
        _always,
    ),
    (
        "weekend",
        "deictic",
        "the",
        r"(?P<which>the)(?:\s+past)?\s+(?P<unit>weekend)\b",
        when.unit_by_word_days,
        _is_week_part,
    ),
    (
        "past unit",
        "deictic",
        "the past",
        r"(?:the\s+)?(?P<which>past|last)\s+(?P<unit>week|month|year)\b",
        when.unit_by_word_days,
        _always,
    ),
    (
        "unit past",
        "deictic",
        "unit the",
        r"(?:the\s+)?(?P<unit>week|month|year)\s+(?:past|that\s+(?:is|has)\s+(?:past|passed))\b(?!\s+(?:the|by|with|without)\b)",
        when.unit_before_days,
        _always,
    ),
    (
        "past units",
        "deictic",
        "the",
        r"the\s+(?P<which>past|last|next|coming|previous)\s+{about}(?:{number}\s+)?{units}",
        when.past_units_days,
        _is_from_today,
    ),
    ("recent", "deictic", "recent", r"recent\s+{span}s\b", when.recent_days, _always),
    (
        "season by word",
        "deictic",
        "which",
        r"(?P<which>last|this|next)\s+{season}\b(?!\s+(?:of\s+)?\d)",
        when.season_days,
        _is_season_word,
    ),
    (
        "season",
        "absolute",
        "season position",
        r"(?:{position}[\s-]+)?{season}\b(?:,?\s+(?:of\s+)?{year})?",
        when.season_days,
        _is_season,
    ),
    ("holiday", "absolute", "holiday", r"{holiday}\b(?:,?\s+{year})?", when.holiday_days, _always),
    ("fixed", "absolute", "fixed", r"{fixed}\b", when.fixed_days, _always),
    (
        "day of month",
        "absolute",
        "# the day",
        r"(?P<the>the\s+)?(?:(?P<day_before>day|date)\s+)?(?P<day>3[01]|[12]\d|0?[1-9])(?!\d|[/:.,]\d)"
        r"(?P<suffix>st|nd|rd|th)?\b(?P<day_after>\s+day\b)?(?:\s+of\s+(?:the\s+)?(?P<whose>last|this|current|past)\s+"
        r"month\b)?(?:\s+(?:{part})\b)?",
        when.month_number_days,
        _is_numbered_day,
    ),
    (
        "last month day",
        "absolute",
        "which the",
        r"(?:the\s+)?(?P<whose>last|this|past)\s+month(?:['\u2019]s)?\s+(?:on\s+)?(?:the\s+)?"
        r"(?P<day>3[01]|[12]\d|0?[1-9])(?!\d)(?P<suffix>st|nd|rd|th)?\b(?P<day_after>\s+day\b)?",
        when.month_number_days,
        _is_day_last_month,
    ),
    (
        "slashed date",
        "absolute",
        "# day",
        r"(?P<lead>(?:day|date)\s+)?(?P<a>\d\d?)/(?P<b>\d\d?)(?![/\d])",
        when.slashed_days,
        _is_day_of_month,
    ),
    (
        "year month",
        "absolute",
        "#",
        r"{year}(?:['\u2019]s)?\s+(?:month\s+)?{month}(?!\w)",
        when.months_days,
        _is_surely_month,
    ),
    (
        "month by year",
        "absolute",
        "which the past",
        r"(?:the\s+)?(?P<whose>last|this|next|past)\s+year(?:['\u2019]s)?\s+(?:in\s+(?:the\s+)?)?(?:month\s+(?:of\s+)?)?"
        r"{month}(?!\w)",
        when.months_days,
        _is_surely_month,
    ),
    ("clock", "deictic", "#", r"(?:{clock}|[0-2]\d:[0-5]\d)(?!\w)", when.this_day, _is_first),
    (
        "following",
        "relative",
        "the a following that which",
        r"(?:(?:the|a|that)\s+)?(?:(?:very\s+)?(?:following|next|same|previous|preceding)\s+)"
        r"(?:day|night|morning|afternoon|evening|week|month|year|weekday|weekend|{weekdays})\b|"
        r"that\s+(?:same\s+)?(?:day|night|morning|afternoon|evening|week|month|year|{weekdays})\b|"
        r"the\s+(?:day|night|week|month|year)\s+(?:before|after)\b(?!\s+(?:yesterday|tomorrow))|"
        r"the\s+eve\b(?!\s+of)",
        when.never,
        _always,
    ),
    (
        "after event",
        "relative",
        "# number about unit shortly",
        r"(?:{about}{number}\s+)?(?:{unitword})s?\s+(?:later|earlier|after|before|since|afterwards?|prior\s+to|beforehand|into)\b|"
        r"(?:shortly|soon|immediately|just|moments|right)\s+(?:after|before|afterwards?|beforehand|thereafter)\b|"
        r"(?:later|earlier)\s+in\s+the\s+day\b|(?:later|earlier)\s+that\s+(?:day|night|week|month|year)\b",
        when.never,
        _always,
    ),
    (
        "since then",
        "relative",
        "since",
        r"since\s+(?:then|that\s+(?:same\s+)?(?:day|time|week|month|year))\b",
        when.never,
        _always,
    ),
    (
        "time of day",
        "relative",
        "at",
        r"(?:(?:shortly|just|soon)\s+)?(?:at|around|before|after|since)\s+(?:(?:about|around)\s+)?(?:the\s+)?"
        r"(?:{part}|{clock})\b{undated}|"
        r"(?:in|during)\s+(?:the\s+course\s+of\s+)?the\s+(?:early\s+|late\s+)?(?:hours\s+of\s+the\s+)?"
        r"(?:{part})(?:\s+hours)?\b{undated}",
        when.never,
        _always,
    ),
    (
        "duration",
        "duration",
        "# number for about in",
        r"(?:for\s+|within\s+|in\s+)?{about}(?:the\s+)?{number}\s+(?:(?:more|straight|consecutive|full|whole|long)\s+)?{units}",
        when.ahead_days,
        _is_duration,
    ),
    (
        "counted",
        "duration",
        "# ordinal the a for",
        r"(?:for\s+)?(?:(?:a|an|the|its|their)\s+)?(?:\d\d?(?:st|nd|rd|th)|{ordinals})(?:\s+(?:straight|consecutive|successive))?"
        r"\s+(?P<unit>day|night|week|month)\b(?:\s+(?:running|straight|consecutive|in\s+(?:a\s+)?row))?",
        when.never,
        _is_duration,
    ),
    (
        "bare duration",
        "duration",
        "for",
        r"(?:for|in|within)\s+(?:many\s+)?(?:{unitword})s\b",
        when.never,
        _always,
    ),
    (
        "adjective duration",
        "duration",
        "# number",
        r"(?:\d{1,3}|{numbers})-(?:{unitword})(?:-long)?\b(?![\s-]old)|(?:{unitword})s?-long\b",
        when.never,
        _is_duration,
    ),
    (
        "recurring",
        "recurring",
        "every",
        r"(?:every|each)\s+(?:other\s+|single\s+)?(?:{weekdays}|{unitword}|{part}|summer|winter|spring)\b",
        when.never,
        _always,
    ),
    ("recurring weekdays", "recurring", "weekday", r"(?:{weekdays})s\b", when.never, _always),
)

_EXTRA_STARTS = {
    "the": ("the", "a", "an"),
    "which": ("last", "next", "this"),
    "today": ("today", "yesterday", "tomorrow", "tonight", "overnight"),
    "recent": ("recent",),
    "following": ("following", "next", "same", "that", "previous", "preceding"),
    "a": ("a",),
    "that": ("that",),
    "shortly": ("shortly", "soon", "immediately", "just", "moments", "right", "later"),
    "for": ("for", "within", "in"),
    "in": ("in",),
    "at": ("at", "around", "before", "after", "since", "in", "during", "shortly", "just", "soon"),
    "every": ("every", "each"),
    "late": ("later", "earlier"),
    "past": ("past",),
    "of-month": ("month",),
    "day": ("day", "date"),
    "before": ("before",),
    "since": ("since",),
    "#": ("#",),
}


def _first_words(starts: str) -> set[str]:
    found: set[str] = set()
    for name in starts.split():
        for word in _EXTRA_STARTS.get(name) or words()[name]:
            found.add(re.split(r"[^\w#]", word)[0])
            if name in ("unit", "weekday"):
                found.add(f"{word}s")
    return {"#" if word[0].isdigit() else word for word in found}


@cache
def rules() -> dict[str, Rule]:
    pieces = {
        "weekdays": alternatives("weekday"),
        "unitword": alternatives("unit"),
        "numbers": alternatives("number"),
        "undated": rf"(?!\.?,?\s+(?:of|on|prayers?|today|yesterday|{alternatives('weekday', 'month')})\b)",
        "clock": r"(?:[01]?\d|2[0-3])(?:[:.][0-5]\d)?\s?(?:[ap]\.?m\b|o['\u2019]clock\b|GMT\b)\.?",
        "ordinals": alternatives("ordinal"),
        "ofyear": r",?\s+of\s+(?:the\s+)?(?:(?P<whose>last|this|next|past)\s+year"
        r"|year\s+(?P<whose_year>last|past|passed))\b",
        "monthword": alternatives("month"),
        **slots(),
    }
    return {
        name: Rule(name, kind, starts, re.compile(_filled(template, pieces), re.IGNORECASE), days, accept)
        for name, kind, starts, template, days, accept in _RULES
    }


def _filled(template: str, pieces: dict[str, str]) -> str:
    """Put the word lists in; a group name used twice keeps its first use."""
    text = re.sub(r"\{([a-z]\w*)\}", lambda slot: pieces[slot[1]], template)
    seen: set[str] = set()

    def once(match: re.Match[str]) -> str:
        if match[1] in seen:
            return "(?:"
        seen.add(match[1])
        return match[0]

    return re.sub(r"\(\?P<(\w+)>", once, text)


@cache
def rules_by_first_word() -> dict[str, tuple[Rule, ...]]:
    table: dict[str, list[Rule]] = {}
    for rule in rules().values():
        for word in _first_words(rule.starts):
            table.setdefault(word, []).append(rule)
    return {word: tuple(rules) for word, rules in table.items()}
