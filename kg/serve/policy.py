"""Who is answered, and with which headers: the same for every address of the server."""

from __future__ import annotations

import hmac
import re

from kg.serve.messages import Pairs, Reply, refusal
from kg.serve.settings import Settings

METHODS = ("GET", "HEAD", "POST", "OPTIONS")
PAGE = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none';"
    " frame-ancestors 'none'"
)
CONSOLE = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:;"
    " font-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""The editor of the console sets styles by script; scripts come from files of ours alone."""
_ALWAYS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("X-Frame-Options", "DENY"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
)
_OWN = ("localhost", "127.0.0.1", "[::1]")
_HOST = re.compile(r"(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(?::[0-9]{1,5})?")


def refused(settings: Settings, method: str, path: str, headers: dict[str, str]) -> Reply | None:
    """Why this request gets no answer, or ``None``. Header names are lower case."""
    if not _is_ours(settings, headers.get("host", "")):
        return refusal(421, "This server does not go by that name; see --allow-host.")
    if method not in METHODS or (method == "POST" and path.rstrip("/") != "/sparql"):
        return refusal(405, f"{path} only reads.", ("Allow", "GET, HEAD, OPTIONS"))
    if _is_foreign(settings, headers):
        return refusal(403, "Pages of other sites may not use this server.")
    if settings.token is not None and path != "/health" and not _knows(settings.token, headers):
        return refusal(401, "This server asks for a token.", ("WWW-Authenticate", "Bearer"))
    return None


def added(settings: Settings, origin: str, has_policy: bool) -> Pairs:
    """The headers that every answer gets."""
    found = _ALWAYS if has_policy else (*_ALWAYS, ("Content-Security-Policy", PAGE))
    if settings.origin is None:
        return found
    shared = tuple(pair for pair in found if pair[0] != "Cross-Origin-Resource-Policy")
    allowed = (("Access-Control-Allow-Origin", settings.origin),) if _may(settings, origin) else ()
    return (*shared, *allowed, ("Vary", "Origin"))


def preflight(settings: Settings, origin: str) -> Reply:
    """The answer to a browser that asks whether a script of another site may call."""
    if not _may(settings, origin):
        return Reply(status=204, media="text/plain", body=b"", headers=(("Allow", ", ".join(METHODS)),))
    allowed = (
        ("Access-Control-Allow-Methods", "GET, HEAD, POST"),
        ("Access-Control-Allow-Headers", "Accept, Authorization, Content-Type"),
        ("Access-Control-Max-Age", "600"),
    )
    return Reply(status=204, media="text/plain", body=b"", headers=allowed)


def _is_ours(settings: Settings, host: str) -> bool:
    found = _HOST.fullmatch(host)
    return found is not None and found[1].lower() in {*_OWN, settings.host.lower(), *settings.hosts}


def _is_foreign(settings: Settings, headers: dict[str, str]) -> bool:
    """Whether a script or form of another site sent it; following a link to a page is no such thing."""
    origin = headers.get("origin")
    if origin is not None:
        return origin.partition("://")[2] != headers["host"] and not _may(settings, origin)
    site, mode = headers.get("sec-fetch-site", "none"), headers.get("sec-fetch-mode", "navigate")
    return site == "cross-site" and mode != "navigate"


def _may(settings: Settings, origin: str) -> bool:
    return settings.origin is not None and settings.origin in ("*", origin) and origin != ""


def _knows(token: str, headers: dict[str, str]) -> bool:
    kind, _, given = headers.get("authorization", "").partition(" ")
    same = hmac.compare_digest(given.strip().encode(), token.encode())
    return same and kind.lower() == "bearer"
