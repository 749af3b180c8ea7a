"""Compiles the annotated sources (``sentences/*.txt``, ``articles/*.txt``) to JSONL.

``python tests/gold/compile_gold.py`` writes ``sentences.jsonl`` and ``articles.jsonl`` beside
itself; README.md explains the source format. Every quote must be found, and found once or
with its number: a mistake stops the run and names the file, the document and the quote.
"""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

import msgspec

from kg.evaluate.gold import Gold, GoldAttribution, GoldEntity, GoldEvent, GoldMention, MustNot
from kg.evaluate.match import core
from kg.model import Count, EntityType, Interval, Precision, Span, Stance, Status

HERE = Path(__file__).resolve().parent
TYPES: dict[str, EntityType] = {
    "S": "State", "G": "ArmedGroup", "O": "Official", "P": "Person", "A": "Agency", "M": "Military",
    "I": "InternationalOrganization", "N": "NewsAgency", "Y": "Party", "C": "CivilGroup",
    "L": "Place", "F": "Facility", "B": "Organization",
}  # fmt: skip
STATUS: dict[str, Status] = {
    "~neg": "negated", "~fut": "future", "~hyp": "hypothetical", "~hab": "habitual", "~his": "historical",
}  # fmt: skip
SYMMETRIC = {"CONSULT", "AGREE", "COOPERATE"}
ROLES = {"a": "actors", "s": "actors", "r": "recipients", "u": "units", "t": "targets", "p": "places"}
DIRECTION = r"(central|upper|lower|(north|south)?-?(east|west)?(ern)?|northern|southern) [A-Z]"
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
KINDS = {"killed", "injured", "arrested", "participants", "abducted", "released", "displaced", "missing",
         "deported", "expelled", "convicted", "deployed", "captured", "destroyed", "pardoned", "sanctioned",
         "intercepted", "fired"}  # fmt: skip


class GoldError(Exception):
    """A source that does not say what it means."""


@dataclass
class _Entity:
    name: str
    types: tuple[EntityType, ...]
    code: str | None
    sector: str | None
    letters: str
    spans: list[Span] = field(default_factory=list)

    def about(self) -> str:
        """``TYPE/CODE/SECTOR`` as in the source."""
        return "/".join([self.letters, self.code or "", self.sector or ""]).rstrip("/")


@dataclass
class _Draft:
    """One document while it is being read."""

    id: str
    tests: str
    published: dt.date | None
    pair: str | None
    text: str = ""
    marks: list[str] = field(default_factory=list)
    entities: list[_Entity] = field(default_factory=list)
    events: list[GoldEvent] = field(default_factory=list)
    must_not: list[MustNot] = field(default_factory=list)

    def find(self, quote: str) -> Span:
        """The place of ``words`` or ``words#2``; whole words only."""
        words, _, number = quote.strip().partition("#")
        found = [Span(text=words, start=s, end=s + len(words)) for s in _occurrences(words, self.text)]
        if not found:
            raise GoldError(f"{words!r} is not in the text")
        if not number:
            if len(found) > 1:
                raise GoldError(f"{words!r} occurs {len(found)} times: add #1, #2, ...")
            return found[0]
        if not number.isdigit() or not 1 <= int(number) <= len(found):
            raise GoldError(f"{quote!r}: there are {len(found)} of it")
        return found[int(number) - 1]

    def mention(self, spec: str, default: str = "") -> GoldMention:
        """``quote/TYPE/CODE/SECTOR`` as a mention; what follows the quote may be left out the
        second time, and for what an ``@`` line has declared."""
        quote, *about = spec.strip().split("/")
        span = self.find(quote)
        index = self._known(span)
        if index is None:
            index = self._new(span, about or ([default] if default else []))
        elif about and self.entities[index].about() != "/".join(about):
            raise GoldError(f"{spec!r} is described as {self.entities[index].about()} before")
        entity = self.entities[index]
        if span not in entity.spans:
            entity.spans.append(span)
        return GoldMention(text=span.text, start=span.start, end=span.end, entity=index)

    def _known(self, span: Span) -> int | None:
        for index, entity in enumerate(self.entities):
            if span in entity.spans:
                return index
        for index, entity in enumerate(self.entities):
            if span.text in {s.text for s in entity.spans}:
                return index
        return None

    def _new(self, span: Span, about: list[str]) -> int:
        if not about or not about[0]:
            raise GoldError(f"{span.text!r} needs a type")
        types = _tolerant(span.text, tuple(_type(t) for t in about[0].split(",")))
        code, sector = [*about[1:], "", ""][:2]
        if about[0] == "S" and span.text[0].isupper() and len(code) != 3:
            raise GoldError(f"the state {span.text!r} needs its code")
        self.entities.append(_Entity(span.text, types, code or None, sector or None, about[0]))
        return len(self.entities) - 1

    def group(self, line: str) -> None:
        """``@ Iran/S/IRN = Tehran; it#2``: mentions of one entity; ``#*`` means all that are free."""
        first, _, rest = line.partition(" = ")
        head = first.strip().split("/")
        specs = [head[0], *[q for q in rest.split("; ") if q.strip()]]
        spans = [span for spec in specs for span in self._all(spec)]
        if any(span in e.spans for e in self.entities for span in spans):
            raise GoldError(f"{line!r}: a mention of it belongs to another entity")
        index = self._new(spans[0], head[1:])
        self.entities[index].spans.extend(s for n, s in enumerate(spans) if s not in spans[:n])

    def _all(self, spec: str) -> list[Span]:
        words, _, number = spec.strip().partition("#")
        if number != "*":
            return [self.find(spec)]
        taken = [s for e in self.entities for s in e.spans]
        spans = [Span(text=words, start=s, end=s + len(words)) for s in _occurrences(words, self.text)]
        free = [s for s in spans if not any(t.start <= s.start and s.end <= t.end for t in taken)]
        if not free:
            raise GoldError(f"{words!r} is not in the text")
        return free


def _type(letter: str) -> EntityType:
    if letter not in TYPES:
        raise GoldError(f"no type {letter!r}; one of {' '.join(TYPES)}")
    return TYPES[letter]


def _tolerant(text: str, types: tuple[EntityType, ...]) -> tuple[EntityType, ...]:
    """People who are no body ("students", "farm workers") may also be Person, and a part of a
    state ("eastern Congo") may be found as that state."""
    name = core(text).split()[-1]
    if types == ("CivilGroup",) and (name.islower() or " " not in text):
        return ("CivilGroup", "Person")
    if types == ("Place",) and re.match(DIRECTION, text):
        return ("Place", "State")
    return types


def _occurrences(words: str, text: str) -> list[int]:
    left = r"(?<!\w)" if words[:1].isalnum() else ""
    right = r"(?!\w)" if words[-1:].isalnum() else ""
    return [m.start() for m in re.finditer(left + re.escape(words) + right, text)]


# ---------------------------------------------------------------- sources -> drafts
def read_source(path: Path) -> Iterator[_Draft]:
    """The documents of one source file, texts and marks still apart."""
    default: dt.date | None = None
    draft: _Draft | None = None
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("%date "):
            default = dt.date.fromisoformat(line.split()[1])
        elif line.startswith("## "):
            if draft:
                yield draft
            draft = _header(line, default)
        elif draft and not line.startswith("# "):
            _take(draft, line)
    if draft:
        yield draft


def _header(line: str, default: dt.date | None) -> _Draft:
    name, *rest = line[3:].split()
    date, pair, tests = default, None, []
    for word in rest:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", word):
            date = dt.date.fromisoformat(word)
        elif word.startswith("pair="):
            pair = word[5:]
        else:
            tests.append(word)
    return _Draft(name, " ".join(tests), date, pair)


def _take(draft: _Draft, line: str) -> None:
    """The text goes on until the first line that starts with a mark."""
    if draft.marks or re.match(r"[!?@+] |xf? |none$", line):
        if line.strip():
            draft.marks.append(line)
    else:
        draft.text += line + "\n"


# ---------------------------------------------------------------- drafts -> gold
def compile_draft(draft: _Draft) -> Gold:
    """The finished document; the marks are read in the order: groups, events, the rest."""
    draft.text = draft.text.strip("\n")
    for line in draft.marks:
        if line.startswith("@ "):
            draft.group(line[2:])
    for line in draft.marks:
        for spec in _described(line):
            draft.mention(spec)
    for line in draft.marks:
        _read_mark(draft, line)
    if not draft.marks:
        raise GoldError("nothing is marked; write 'none' for a text without events")
    return _finish(draft)


def _described(line: str) -> Iterator[str]:
    """The specs of a line that say what their quote is, so that other lines need not."""
    mark, _, rest = line.partition(" ")
    if mark == "+":
        yield from rest.split("; ")
    if mark in "!?":
        for segment in rest.split(" | ")[1:]:
            key, _, value = segment.strip().partition(" ")
            if key in ROLES or key in ("by", ">by"):
                said = re.sub(r"^(alleges|denies) ", "", value.partition(" @ ")[0])
                yield from (spec for spec in said.split("; ") if "/" in spec)


def _read_mark(draft: _Draft, line: str) -> None:
    mark, _, rest = line.partition(" ")
    if mark in "!?":
        draft.events.append(_event(draft, rest, mark == "?"))
    elif mark == "+":
        for spec in rest.split("; "):
            draft.mention(spec)
    elif mark in ("x", "xf"):
        draft.must_not.extend(_must_not(draft, quote, mark) for quote in rest.split("; "))
    elif mark not in ("@", "none"):
        raise GoldError(f"a line that starts with {mark!r} after the text")


def _must_not(draft: _Draft, quote: str, mark: str) -> MustNot:
    span = draft.find(quote)
    level = "event" if mark == "x" else "fact"
    return MustNot(text=span.text, start=span.start, end=span.end, level=level)  # type: ignore[arg-type]


def _finish(draft: _Draft) -> Gold:
    entities = tuple(
        GoldEntity(name=e.name, types=e.types, code=e.code, sector=e.sector,
                   mentions=tuple(sorted(e.spans, key=lambda s: (s.start, s.end))))
        for e in draft.entities
    )  # fmt: skip
    for event in draft.events:
        if any(isinstance(c, str) and c not in {e.id for e in draft.events} for c in event.content):
            raise GoldError(f"{event.id}: its content names an event that is not there")
    return Gold(id=draft.id, text=draft.text, published=draft.published, pair=draft.pair, tests=draft.tests,
                entities=entities, events=tuple(draft.events), must_not=tuple(draft.must_not))  # fmt: skip


def _event(draft: _Draft, line: str, optional: bool) -> GoldEvent:
    head, *segments = line.split(" | ")
    fields = _head(draft, head)
    fields |= {"id": f"e{len(draft.events) + 1}", "optional": optional}
    for segment in segments:
        key, _, value = segment.strip().partition(" ")
        _segment(draft, fields, key, value)
    if fields["event"] in SYMMETRIC and len(fields.get("actors", ())) > 1 and not fields.get("recipients"):
        fields["symmetric"] = True
    if fields.get("symmetric") and fields.get("recipients"):
        raise GoldError(f"{head!r}: parties with equal roles and recipients; make it a, or leave r out")
    return GoldEvent(**fields)


def _head(draft: _Draft, head: str) -> dict[str, Any]:
    kind, _, rest = head.partition(" ")
    category, _, mode = kind.partition(":")
    _check_kind(category, mode)
    status: Status = "actual"
    if rest.startswith("~"):
        word, _, rest = rest.partition(" ")
        if word not in STATUS:
            raise GoldError(f"no status {word!r}")
        status = STATUS[word]
    told = tuple(draft.find(q) for q in rest.split("; "))
    return {"event": category, "mode": mode or None, "status": status, "trigger": told[0], "mentions": told}


def _check_kind(category: str, mode: str) -> None:
    known = msgspec.json.decode((HERE / "modes.json").read_bytes())
    if category not in known or (mode and mode not in known[category]):
        raise GoldError(f"no category or mode {category}:{mode}")


def _segment(draft: _Draft, fields: dict[str, Any], key: str, value: str) -> None:
    if key in ROLES:
        default = "L" if key == "p" else "F" if key == "t" else ""
        fields[ROLES[key]] = tuple(draft.mention(spec, default) for spec in value.split("; "))
        fields["symmetric"] = fields.get("symmetric", False) or key == "s"
    elif key == "i":
        fields["instruments"] = tuple(draft.find(q) for q in value.split("; "))
    elif key == "n":
        fields["counts"] = tuple(_count(draft, spec) for spec in value.split("; "))
    elif key == "d":
        fields["date"] = _interval(draft, value)
    elif key in ("by", ">by"):
        said = fields.get("attribution", ())
        fields["attribution"] = (*said, _attribution(draft, value, len(said) - 1 if key == ">by" else None))
    elif key == "c":
        content = tuple(f"e{c}" if c.isdigit() else draft.find(c) for c in value.split("; "))
        fields["content"] = content
    elif key == "alt":
        fields["alt"] = tuple(value.split())
    elif key == "id":
        fields["label"] = value
    else:
        raise GoldError(f"no key {key!r}")


def _count(draft: _Draft, spec: str) -> Count:
    """``killed 12``, ``killed 2 @ two``, ``killed 12.. @ at least 12``."""
    said, _, quote = spec.partition(" @ ")
    kind, _, number = said.strip().partition(" ")
    if kind not in KINDS:
        raise GoldError(f"no kind of count {kind!r}")
    low, dots, high = number.partition("..")
    span = draft.find(quote or number)
    least = int(low) if low else None
    most = (int(high) if high else None) if dots else least
    return Count(kind=kind, min=least, max=most, start=span.start, end=span.end)


def _interval(draft: _Draft, value: str) -> Interval:
    """``2024-05-14 @ Tuesday``, ``05-14 @ Tuesday``, ``2024-04-01..2024-04-30 @ last month``."""
    said, _, quote = value.partition(" @ ")
    span = draft.find(quote)
    days, _, precision = said.strip().partition(" ")
    first, dots, last = days.partition("..")
    early, late = _day(draft, first), _day(draft, last if dots else first)
    if early and not late and draft.published and early <= draft.published:
        late = draft.published  # "since Sunday" lasts until the news
    if early and late and early > late:
        raise GoldError(f"{value!r} ends before it begins")
    _check_weekday(span.text, early, late)
    known: Precision = _precision(early, late)
    if precision:
        known = precision  # type: ignore[assignment]
    if known not in get_args(Precision):
        raise GoldError(f"no precision {known!r}")
    return Interval(text=span.text, start=span.start, end=span.end, precision=known,
                    earliest=str(early) if early else None, latest=str(late) if late else None)  # fmt: skip


def _day(draft: _Draft, day: str) -> dt.date | None:
    if not day:
        return None
    if re.fullmatch(r"\d\d-\d\d", day) and draft.published:
        day = f"{draft.published.year}-{day}"
    return dt.date.fromisoformat(day)


def _check_weekday(quote: str, early: dt.date | None, late: dt.date | None) -> None:
    named = [n for n, day in enumerate(WEEKDAYS) if day in quote.lower()]
    if len(named) == 1 and early and early == late and early.weekday() != named[0]:
        raise GoldError(f"{early} is no {WEEKDAYS[named[0]]} ({quote!r})")


def _precision(early: dt.date | None, late: dt.date | None) -> Precision:
    if early is None or late is None:
        return "unknown"
    days = (late - early).days + 1
    steps: list[tuple[int, Precision]]
    steps = [(1, "day"), (7, "week"), (31, "month"), (124, "season"), (366, "year")]
    return next((name for most, name in steps if days <= most), "years")


def _attribution(draft: _Draft, value: str, within: int | None) -> GoldAttribution:
    said, _, cue = value.partition(" @ ")
    first, _, rest = said.partition(" ")
    stance: Stance = "reports"
    if first in ("alleges", "denies"):
        stance, said = first, rest  # type: ignore[assignment]
    source = None if said.strip() == "-" else draft.mention(said)
    if not cue and len(_occurrences("said", draft.text)) == 1:
        cue = "said"
    return GoldAttribution(stance=stance, source=source, cue=draft.find(cue) if cue else None, within=within)


# ---------------------------------------------------------------- files
def compile_folder(folder: Path) -> list[Gold]:
    """All documents of a folder of sources, sorted by id; stops at all mistakes together."""
    done: list[Gold] = []
    wrong: list[str] = []
    for path in sorted(folder.glob("*.txt")):
        for draft in read_source(path):
            try:
                done.append(compile_draft(draft))
            except (GoldError, ValueError) as error:
                wrong.append(f"{path.name} {draft.id}: {error}")
    wrong += [f"{i} is used twice" for i in _repeated(g.id for g in done)]
    wrong += [f"{i}: this text is there twice" for i in _repeated(g.text for g in done)]
    if wrong:
        raise GoldError("\n".join(wrong))
    return sorted(done, key=lambda gold: gold.id)


def _repeated(values: Iterable[str]) -> list[str]:
    seen: set[str] = set()
    return [v for v in values if v in seen or seen.add(v)]  # type: ignore[func-returns-value]


def compiled(folder: Path) -> bytes:
    """What belongs into the JSONL file of a folder of sources."""
    return b"".join(msgspec.json.encode(gold) + b"\n" for gold in compile_folder(folder))


def main() -> int:
    """Compiles both folders; 1 and the list of mistakes when there is one."""
    for kind in ("sentences", "articles"):
        try:
            (HERE / f"{kind}.jsonl").write_bytes(compiled(HERE / kind))
        except GoldError as error:
            sys.stderr.write(f"{error}\n")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
