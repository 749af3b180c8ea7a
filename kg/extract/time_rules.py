"""The rules that recognise time expressions: patterns over the word list, with look-alikes kept out."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any, Literal, NamedTuple

from kg.extract import time_checks as look
from kg.extract import time_days as when
from kg.extract.days import Days
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


_RULES: tuple[tuple[str, Kind, str, str, Any, Any], ...] = (
    (
        "iso date",
        "absolute",
        "#",
        r"(?P<year>[12]\d{3})([-/.])(?P<a>\d\d?)\2(?P<b>\d\d?)(?!\d)",
        when.iso_days,
        look.is_iso,
    ),
    (
        "numeric date",
        "absolute",
        "#",
        r"(?P<a>\d\d?)(?P<mark>[-/.])(?P<b>\d\d?)(?P=mark)(?P<year>(?:1[5-9]|20)\d\d)(?!\d)",
        when.numeric_days,
        look.is_numeric,
    ),
    (
        "day month",
        "absolute",
        "# weekday weekday_short the",
        r"(?:{anyday},?\s+(?:the\s+)?)?(?:the\s+)?{day}(?:(?:{dash}|\s+(?:to|and|or|until)\s+){day2})?"
        r"[\s-]+(?:of\s+)?{month}(?!\w)(?:,?\s+(?:of\s+)?{year}|{ofyear})?",
        when.day_days,
        look.is_day,
    ),
    (
        "month day",
        "absolute",
        "month month_short weekday weekday_short",
        r"(?:{anyday},?\s+(?:the\s+)?)?{month}\s+(?:the\s+)?{day}"
        r"(?:(?:{dash}|\s+(?:to|and|or|until|through)\s+){day2}(?!\s+(?:{monthword})))?(?:,?\s+(?:of\s+)?{year}|{ofyear})?(?!\w)",
        when.day_days,
        look.is_day,
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
        look.is_month,
    ),
    (
        "year",
        "absolute",
        "# position the",
        r"(?:{position}[\s-]+|the\s+{edge}\s+of\s+)?{year}\b(?!s\b)",
        when.year_days,
        look.is_year,
    ),
    (
        "year range",
        "absolute",
        "#",
        r"{year}(?:{dash}|/)(?P<year2>[12]\d{3}|\d\d)(?![\d-])",
        when.year_range_days,
        look.is_year_range,
    ),
    (
        "decade",
        "absolute",
        "# the position",
        r"(?:the\s+)?(?:{position}[\s-]+)?(?P<decade>(?:1[5-9]|20)\d0)['\u2019]?s\b",
        when.decade_days,
        look.always,
    ),
    (
        "century",
        "absolute",
        "# the position ordinal",
        r"(?:the\s+)?(?:{position}[\s-]+)?(?P<which>\d\d?(?:st|nd|rd|th)|{ordinals})[\s-]century\b",
        when.century_days,
        look.always,
    ),
    (
        "part of",
        "absolute",
        "the ordinal ordinal_last",
        r"(?:the\s+)?{ordinal}\s+(?P<what>half|quarter|week)\s+of\s+(?:{month}\b)?(?:,?\s*{year}\b)?",
        when.part_of_days,
        look.is_part,
    ),
    (
        "weekday",
        "deictic",
        "weekday which position late",
        r"(?:(?P<which>last|next|this past|this coming|this)\s+)?"
        r"(?:(?:early|earlier|late|later|mid)(?:\s+on)?[\s-]+)?"
        r"{weekday}\b(?:\s+(?P<gone>past|last)\b(?!\s+(?:week|month|year|noon|midnight|\d)))?(?:\s+(?:{part}))?(?:,?\s+(?:of\s+)?(?P<week>last|this|next)\s+week)?",
        when.weekdays_days,
        look.always,
    ),
    (
        "today",
        "deictic",
        "today the day which position",
        r"(?:(?:early|earlier|late|later)\s+)?(?P<word>(?:the\s+)?day\s+before\s+yesterday|(?:the\s+)?day\s+after\s+tomorrow|"
        r"today|yesterday|tomorrow|tonight|overnight|last\s+night|this\s+(?:morning|afternoon|evening))\b(?:\s+(?:{part})\b)?",
        when.today_word,
        look.always,
    ),
    (
        "ago",
        "deictic",
        "# number about",
        r"{about}{number}\s+{units}(?P<half>\s+and\s+a\s+half)?\s+ago\b",
        when.ago_days,
        look.always,
    ),
    (
        "half ago",
        "deictic",
        "# number about",
        r"{about}{number}(?P<half>\s+and\s+a\s+half)\s+{units}\s+ago\b",
        when.ago_days,
        look.always,
    ),
    (
        "unit ago",
        "deictic",
        "unit",
        r"(?P<unit>week|month|year)(?P<half>\s+and\s+a\s+half)?\s+ago\b",
        when.ago_days,
        look.always,
    ),
    (
        "before units",
        "deictic",
        "before",
        r"before\s+(?:this\s+)?{about}{number}\s+{units}\b",
        when.ago_days,
        look.is_ago,
    ),
    (
        "since units",
        "deictic",
        "since",
        r"since\s+(?:already\s+)?{about}{number}\s+{units}(?!\s+(?:of|ago|before|earlier|back)\b)",
        when.since_units_days,
        look.always,
    ),
    ("units ago", "deictic", "unit", r"{span}s\s+ago\b", when.span_ago_days, look.always),
    (
        "unit",
        "deictic",
        "which the position edge",
        r"(?:(?:the\s+)?{edge}\s+of\s+|{position}[\s-]+)?(?P<which>last|this\s+past|this\s+coming|this|next|the\s+current|the\s+coming)\s+"
        r"(?P<unit>week|weekend|month|year|decade|century)\b",
        when.unit_by_word_days,
        look.is_week_part,
    ),
    (
        "edge of unit",
        "deictic",
        "the edge",
        r"(?:the\s+)?{edge}\s+of\s+(?:the\s+)?(?P<unit>week|month|year|decade|century)\b",
        when.unit_by_word_days,
        look.always,
    ),
    (
        "position in unit",
        "deictic",
        "position",
        r"(?P<position>earlier|later)\s+in\s+the\s+(?P<unit>week|month|year)\b",
        when.unit_by_word_days,
        look.always,
    ),
    (
        "weekend",
        "deictic",
        "the",
        r"(?P<which>the)(?:\s+past)?\s+(?P<unit>weekend)\b",
        when.unit_by_word_days,
        look.is_week_part,
    ),
    (
        "past unit",
        "deictic",
        "the past",
        r"(?:the\s+)?(?P<which>past|last)\s+(?P<unit>week|month|year)\b",
        when.unit_by_word_days,
        look.always,
    ),
    (
        "unit past",
        "deictic",
        "unit the",
        r"(?:the\s+)?(?P<unit>week|month|year)\s+(?:past|that\s+(?:is|has)\s+(?:past|passed))\b(?!\s+(?:the|by|with|without)\b)",
        when.unit_before_days,
        look.always,
    ),
    (
        "past units",
        "deictic",
        "the",
        r"the\s+(?P<which>past|last|next|coming|previous)\s+{about}(?:{number}\s+)?{units}",
        when.past_units_days,
        look.is_from_today,
    ),
    ("recent", "deictic", "recent", r"recent\s+{span}s\b", when.recent_days, look.always),
    (
        "season by word",
        "deictic",
        "which",
        r"(?P<which>last|this|next)\s+{season}\b(?!\s+(?:of\s+)?\d)",
        when.season_days,
        look.is_season_word,
    ),
    (
        "season",
        "absolute",
        "season position",
        r"(?:{position}[\s-]+)?{season}\b(?:,?\s+(?:of\s+)?{year})?",
        when.season_days,
        look.is_season,
    ),
    ("holiday", "absolute", "holiday", r"{holiday}\b(?:,?\s+{year})?", when.holiday_days, look.always),
    ("fixed", "absolute", "fixed", r"{fixed}\b", when.fixed_days, look.always),
    (
        "day of month",
        "absolute",
        "# the day",
        r"(?P<the>the\s+)?(?:(?P<day_before>day|date)\s+)?(?P<day>3[01]|[12]\d|0?[1-9])(?!\d|[/:.,]\d)"
        r"(?P<suffix>st|nd|rd|th)?\b(?P<day_after>\s+day\b)?(?:\s+of\s+(?:the\s+)?(?P<whose>last|this|current|past)\s+"
        r"month\b)?(?:\s+(?:{part})\b)?",
        when.month_number_days,
        look.is_numbered_day,
    ),
    (
        "last month day",
        "absolute",
        "which the",
        r"(?:the\s+)?(?P<whose>last|this|past)\s+month(?:['\u2019]s)?\s+(?:on\s+)?(?:the\s+)?"
        r"(?P<day>3[01]|[12]\d|0?[1-9])(?!\d)(?P<suffix>st|nd|rd|th)?\b(?P<day_after>\s+day\b)?",
        when.month_number_days,
        look.is_day_last_month,
    ),
    (
        "slashed date",
        "absolute",
        "# day",
        r"(?P<lead>(?:day|date)\s+)?(?P<a>\d\d?)/(?P<b>\d\d?)(?![/\d])",
        when.slashed_days,
        look.is_day_of_month,
    ),
    (
        "year month",
        "absolute",
        "#",
        r"{year}(?:['\u2019]s)?\s+(?:month\s+)?{month}(?!\w)",
        when.months_days,
        look.is_surely_month,
    ),
    (
        "month by year",
        "absolute",
        "which the past",
        r"(?:the\s+)?(?P<whose>last|this|next|past)\s+year(?:['\u2019]s)?\s+(?:in\s+(?:the\s+)?)?(?:month\s+(?:of\s+)?)?"
        r"{month}(?!\w)",
        when.months_days,
        look.is_surely_month,
    ),
    ("clock", "deictic", "#", r"(?:{clock}|[0-2]\d:[0-5]\d)(?!\w)", when.this_day, look.is_first),
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
        look.always,
    ),
    (
        "after event",
        "relative",
        "# number about unit shortly",
        r"(?:{about}{number}\s+)?(?:{unitword})s?\s+(?:later|earlier|after|before|since|afterwards?|prior\s+to|beforehand|into)\b|"
        r"(?:shortly|soon|immediately|just|moments|right)\s+(?:after|before|afterwards?|beforehand|thereafter)\b|"
        r"(?:later|earlier)\s+in\s+the\s+day\b|(?:later|earlier)\s+that\s+(?:day|night|week|month|year)\b",
        when.never,
        look.always,
    ),
    (
        "since then",
        "relative",
        "since",
        r"since\s+(?:then|that\s+(?:same\s+)?(?:day|time|week|month|year))\b",
        when.never,
        look.always,
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
        look.always,
    ),
    (
        "duration",
        "duration",
        "# number for about in",
        r"(?:for\s+|within\s+|in\s+)?{about}(?:the\s+)?{number}\s+(?:(?:more|straight|consecutive|full|whole|long)\s+)?{units}",
        when.ahead_days,
        look.is_duration,
    ),
    (
        "counted",
        "duration",
        "# ordinal the a for",
        r"(?:for\s+)?(?:(?:a|an|the|its|their)\s+)?(?:\d\d?(?:st|nd|rd|th)|{ordinals})(?:\s+(?:straight|consecutive|successive))?"
        r"\s+(?P<unit>day|night|week|month)\b(?:\s+(?:running|straight|consecutive|in\s+(?:a\s+)?row))?",
        when.never,
        look.is_duration,
    ),
    (
        "bare duration",
        "duration",
        "for",
        r"(?:for|in|within)\s+(?:many\s+)?(?:{unitword})s\b",
        when.never,
        look.always,
    ),
    (
        "adjective duration",
        "duration",
        "# number",
        r"(?:\d{1,3}|{numbers})-(?:{unitword})(?:-long)?\b(?![\s-]old)|(?:{unitword})s?-long\b",
        when.never,
        look.is_duration,
    ),
    (
        "recurring",
        "recurring",
        "every",
        r"(?:every|each)\s+(?:other\s+|single\s+)?(?:{weekdays}|{unitword}|{part}|summer|winter|spring)\b",
        when.never,
        look.always,
    ),
    ("recurring weekdays", "recurring", "weekday", r"(?:{weekdays})s\b", when.never, look.always),
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
