"""One self-contained HTML page from a template: no request, strict policy, every text escaped."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from kg.errors import KgError
from kg.visualise.style import Family

_TEMPLATES = Path(__file__).resolve().parent / "templates"
_ENGINE = "templates/lib/vis-9.1.2/vis-network.min.js"
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)


def page(template: str, *, styles: tuple[str, ...], scripts: tuple[str, ...] = (), **values: Any) -> str:
    """The filled template; ``styles`` and ``scripts`` are our own files or the engine's, put inline.

    The content security policy allows exactly these by their hashes and nothing from any network.
    """
    from markupsafe import Markup

    style = "".join([*(asset(name) for name in styles), colours(values.pop("colours", {}))])
    texts = [asset(name) for name in scripts]
    found = environment().get_template(template)
    inline = {"style": Markup(style), "scripts": [Markup(text) for text in texts]}
    return str(found.render(policy=_policy(style, texts), **inline, **values))


def colours(families: Mapping[str, Family]) -> str:
    """Each family's colours as style properties of a class of its name, light and dark."""
    light, unless_light, dark = [], [], []
    for name, family in families.items():
        if re.fullmatch(r"\w+", name):
            light.append(f".{name} {{ {_tones(family.light)} }}")
            unless_light.append(f':root:not([data-theme="light"]) .{name} {{ {_tones(family.dark)} }}')
            dark.append(f':root[data-theme="dark"] .{name} {{ {_tones(family.dark)} }}')
    sheet = [*light, "@media (prefers-color-scheme: dark) {", *unless_light, "}", *dark]
    return "\n".join(sheet) if light else ""


def _tones(colour: str) -> str:
    if not re.fullmatch(r"#[0-9A-Fa-f]{6}", colour):
        raise KgError(f"{colour!r} is not a colour such as #D55E00; mend kg:colour in the ontology.")
    return f"--colour: {colour}; --tint: {colour}38;"


def as_data(value: Any) -> Any:
    """A value as JSON that can stand in a script element whatever its strings hold."""
    from markupsafe import Markup

    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)


def visible(text: str) -> str:
    """The text without characters that cannot be seen but change how other text is shown."""
    return text if text.isprintable() else _UNSEEN.sub("\ufffd", text)


@lru_cache(100_000)
def shown(text: str) -> str:
    """The text made visible and escaped, for markup that is made in Python."""
    from markupsafe import escape

    return str(escape(visible(text)))


def web_address(url: str | None) -> str | None:
    """The URL when it is an address of a web page, else ``None``: nothing else becomes a link."""
    return url if url and re.match(r"https?://[^\s\"'<>\\]+\Z", url, re.IGNORECASE) else None


def _policy(style: str, scripts: list[str]) -> str:
    allowed = " ".join(hash_of(text) for text in scripts) or "'none'"
    return (
        f"default-src 'none'; script-src {allowed}; style-src {hash_of(style)}; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )


def hash_of(text: str) -> str:
    """The source that allows exactly this text in a content security policy."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def environment(*more: Path) -> Any:
    """The templates, those of ``more`` first; every text they put in is made visible and escaped."""
    import jinja2
    from markupsafe import Markup

    from kg.visualise.strokes import strokes, symbol

    def shown(value: object) -> object:
        return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value

    found = jinja2.Environment(
        loader=jinja2.FileSystemLoader([*more, _TEMPLATES]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=shown,
        auto_reload=False,
    )
    found.globals.update(strokes=strokes, symbol=symbol)
    return found


@cache
def asset(name: str) -> str:
    path = _engine() if name == "engine" else _TEMPLATES / name
    text = path.read_text(encoding="utf-8").replace("\r\n", "\n")
    if re.search(r"</(script|style)|<!--", text, re.IGNORECASE):
        raise KgError(f"{path.name} cannot be put into a page: it holds a closing tag or a comment mark.")
    return text


def _engine() -> Path:
    """The vis-network script that pyvis carries, found without importing pyvis (which takes seconds)."""
    spec = find_spec("pyvis")
    for home in (spec.submodule_search_locations or []) if spec else []:
        if (Path(home) / _ENGINE).is_file():
            return Path(home) / _ENGINE
    raise KgError("The network picture needs pyvis 0.3.2 (pip install pyvis==0.3.2).")
