"""One OpenAI-compatible ``/chat/completions`` endpoint over httpx."""

from __future__ import annotations

import ipaddress
import json
import time
from collections.abc import Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from kg.backends import needed
from kg.errors import DocumentError, UsageError
from kg.model import Record

if TYPE_CHECKING:
    import httpx

_MAX_ANSWER = 16_000_000
_MAX_PAUSE = 60.0
_TRY_AGAIN = frozenset((408, 409, 425, 429, 500, 502, 503, 504))
_SHOWN = 200


class EndpointError(DocumentError):
    """The endpoint gave no usable answer for one document."""


class Address(Record, frozen=True, kw_only=True):
    """Where to ask and how patiently. ``pause`` seconds are waited before the second try, twice as
    long before each further one; ``timeout`` is in seconds as well. The key is in no ``repr``."""

    url: str
    key: str | None = None
    timeout: float = 120.0
    tries: int = 4
    pause: float = 1.0

    def __repr__(self) -> str:
        return f"Address({self.url!r})"


def checked(address: Address) -> Address:
    """The address, which must be a web address; a key never goes over the open net in plain text."""
    parts = urlsplit(address.url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query:
        raise UsageError(f"The endpoint {address.url!r} must be like https://host/v1, with nothing after it.")
    if address.key and parts.scheme == "http" and not _is_here(parts.hostname):
        raise UsageError(f"A key would go to {parts.hostname} in plain text; use https, or no key.")
    return address


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class Endpoint:
    """An open connection; safe to use from several threads.

    Proxies and password files of the environment are not used: texts go to the address that was
    named and nowhere else. Once all tries failed to connect, one try is made for each further
    request until one gets through.
    """

    def __init__(self, address: Address) -> None:
        self._address = address
        self._web = needed("httpx", "llm")
        self._unreachable = False
        headers = {"Authorization": f"Bearer {address.key}"} if address.key else {}
        self._client: httpx.Client = self._web.Client(
            timeout=address.timeout, headers=headers, trust_env=False, follow_redirects=False
        )

    def __enter__(self) -> Endpoint:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def complete(self, request: Mapping[str, Any]) -> str:
        """The text of the first choice. ``EndpointError`` when there is none after all tries."""
        tries = 1 if self._unreachable else self._address.tries
        for number in range(1, tries + 1):
            try:
                status, headers, body = self._post(request)
            except self._web.HTTPError as error:
                self._unreachable = number == tries
                self._wait(number, tries, f"{type(error).__name__}: {error}", None)
                continue
            self._unreachable = False
            if status == 200:
                return content_of(body)
            if status not in _TRY_AGAIN:
                raise EndpointError("endpoint", f"The endpoint answered {status}: {_start_of(body)}")
            self._wait(number, tries, f"it answered {status}", headers.get("retry-after"))
        raise AssertionError("the last try returns or raises")

    def _post(self, request: Mapping[str, Any]) -> tuple[int, Mapping[str, str], bytes]:
        url = self._address.url.rstrip("/") + "/chat/completions"
        with self._client.stream("POST", url, json=dict(request)) as response:
            body = bytearray()
            for block in response.iter_bytes():
                body += block
                if len(body) > _MAX_ANSWER:
                    raise EndpointError(
                        "endpoint", f"The endpoint's answer is larger than {_MAX_ANSWER} bytes."
                    )
            return response.status_code, response.headers, bytes(body)

    def _wait(self, number: int, tries: int, why: str, wish: str | None) -> None:
        """Before the next try; ``wish`` is how long the endpoint asks for. Raises after the last one."""
        if number == tries:
            raise EndpointError("endpoint", f"The endpoint gave no answer in {tries} tries ({why}).")
        pause = self._address.pause * 2 ** (number - 1)
        if wish is not None and wish.isascii() and wish.isdigit():
            pause = max(pause, float(wish[:4]))
        time.sleep(min(pause, _MAX_PAUSE))


def content_of(body: bytes) -> str:
    """The message in a completion; ``EndpointError`` when it is cut off, refused or none at all."""
    try:
        choice = json.loads(body)["choices"][0]
        message, reason = choice["message"], choice.get("finish_reason")
        content, refusal = message.get("content"), message.get("refusal")
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError) as error:
        raise EndpointError("endpoint", f"The endpoint answered no completion: {_start_of(body)}") from error
    if reason == "length":
        raise EndpointError(
            "length", "The model's answer was cut off; give it a larger max-tokens or smaller parts."
        )
    if refusal or not isinstance(content, str):
        raise EndpointError("refused", f"The model refused: {str(refusal)[:_SHOWN]}")
    return content


def _start_of(body: bytes) -> str:
    return repr(body[:_SHOWN].decode("utf-8", "replace"))
