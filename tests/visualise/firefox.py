"""A headless Firefox spoken to by its own protocol (Marionette): opens a page and runs code in it."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

FIREFOX = next(filter(None, map(shutil.which, ("firefox-esr", "firefox"))), None)
_PATIENCE = 90.0
_QUIET = {
    "app.normandy.enabled": False,
    "app.update.disabledForTesting": True,
    "browser.safebrowsing.downloads.remote.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.update.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,",
    "toolkit.telemetry.enabled": False,
    "toolkit.telemetry.server": "data:,",
}
"""What keeps the browser itself from asking for anything."""


class Fox:
    """One page. ``requests`` are all URLs it asked for beside itself."""

    def __init__(self, port: int) -> None:
        self._socket = _connected(port)
        self._number, self._buffer = 0, b""
        self._read()  # the greeting
        self._call("WebDriver:NewSession", {})

    def open(self, page: Path, fragment: str = "") -> None:
        """Loads the file and waits until it is ready."""
        self._call("WebDriver:Navigate", {"url": page.as_uri() + fragment})

    def run(self, code: str) -> Any:
        """The value of an expression in the page."""
        script = {"script": f"return ({code})", "args": [], "sandbox": None, "newSandbox": False}
        return self._call("WebDriver:ExecuteScript", script)["value"]

    @property
    def requests(self) -> list[str]:
        """As the page itself knows them."""
        found: list[str] = self.run("performance.getEntriesByType('resource').map(one => one.name)")
        return found

    def _call(self, name: str, params: dict[str, Any]) -> Any:
        self._number += 1
        text = json.dumps([0, self._number, name, params])
        self._socket.sendall(f"{len(text.encode())}:{text}".encode())
        _, _, error, result = self._read()
        assert error is None, error
        return result

    def _read(self) -> Any:
        while b":" not in self._buffer:
            self._more()
        length, self._buffer = self._buffer.split(b":", 1)
        while len(self._buffer) < int(length):
            self._more()
        text, self._buffer = self._buffer[: int(length)], self._buffer[int(length) :]
        return json.loads(text)

    def _more(self) -> None:
        piece = self._socket.recv(1 << 20)
        assert piece, "the browser ended"
        self._buffer += piece


def _connected(port: int) -> socket.socket:
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE)
        except OSError:
            assert time.monotonic() < end, "Firefox did not start"
            time.sleep(0.2)


@contextmanager
def fox(home: Path) -> Iterator[Fox]:
    """A new browser with one page, its profile in that folder; ended at the end."""
    assert FIREFOX is not None
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    wanted = {**_QUIET, "marionette.port": port}
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in wanted.items()]
    (home / "user.js").write_text("\n".join(lines), encoding="utf-8")
    process = subprocess.Popen(
        [FIREFOX, "--headless", "--no-remote", "--marionette", "--profile", str(home)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield Fox(port)
    finally:
        process.terminate()
        process.wait()
