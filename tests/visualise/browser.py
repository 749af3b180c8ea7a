"""A headless Chromium spoken to through a pipe: opens a page, runs code in it, lists its requests."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
_FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --remote-debugging-pipe --window-size=1440,860"
).split()
_PATIENCE = 60.0
_START = (
    "import fcntl, os, sys; read, write, *command = sys.argv[1:]; "
    "kept = [fcntl.fcntl(int(one), fcntl.F_DUPFD, 10) for one in (read, write)]; "
    "os.dup2(kept[0], 3); os.dup2(kept[1], 4); os.execv(command[0], command)"
)
"""Chromium reads commands from descriptor 3 and answers on 4."""


class Tab:
    """One page. ``requests`` are all URLs it asked for, ``errors`` what it wrote as errors."""

    def __init__(self, process: subprocess.Popen[bytes], to: int, back: int) -> None:
        self._process, self._to, self._back = process, to, back
        self._number, self._buffer, self._session = 0, b"", ""
        self.requests: list[str] = []
        self.errors: list[str] = []
        target = self._call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Runtime", "Log"):
            self._call(f"{domain}.enable")

    def open(self, page: Path, fragment: str = "") -> None:
        """Loads the file and waits until it is ready."""
        self._call("Page.navigate", url="about:blank")
        self._call("Page.navigate", url=page.as_uri() + fragment)
        self._until("document.readyState === 'complete' && location.protocol === 'file:'")

    def run(self, code: str) -> Any:
        """The value of an expression in the page."""
        answer = self._call("Runtime.evaluate", expression=code, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def drawn_after(self) -> float:
        """Seconds from asking for the page to its second frame after everything was there."""
        frames = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
        return float(self.run(f"{frames}.then(() => performance.now() / 1000)"))

    def dark(self, dark: bool = True) -> None:
        """As on a system that is set to dark, or to light."""
        features = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        self._call("Emulation.setEmulatedMedia", features=features)

    def shot(self, width: int, height: int) -> bytes:
        """What a window of that size shows, without scroll bars, as PNG."""
        self._call("Emulation.setScrollbarsHidden", hidden=True)
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self._call("Emulation.setDeviceMetricsOverride", **size)
        self.run("new Promise(done => setTimeout(done, 500))")
        return base64.b64decode(self._call("Page.captureScreenshot", format="png")["data"])

    def _until(self, code: str) -> None:
        end = time.monotonic() + _PATIENCE
        while not self.run(code):
            assert time.monotonic() < end, f"never came true: {code}"
            time.sleep(0.05)

    def _call(self, method: str, **params: Any) -> Any:
        self._number += 1
        message = {"id": self._number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while (answer := self._read()).get("id") != self._number:
            self._note(answer)
        assert "error" not in answer, answer["error"]
        return answer["result"]

    def _read(self) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            piece = os.read(self._back, 1 << 20)
            assert piece, "the browser ended"
            self._buffer += piece
        line, self._buffer = self._buffer.split(b"\0", 1)
        found: dict[str, Any] = json.loads(line)
        return found

    def _note(self, event: dict[str, Any]) -> None:
        params = event.get("params", {})
        if event.get("method") == "Network.requestWillBeSent":
            self.requests.append(params["request"]["url"])
        if event.get("method") == "Runtime.exceptionThrown":
            self.errors.append(params["exceptionDetails"]["text"])
        if event.get("method") == "Log.entryAdded" and params["entry"]["level"] == "error":
            self.errors.append(params["entry"]["text"])


@contextmanager
def tab(home: Path) -> Iterator[Tab]:
    """A new browser with one tab, its profile in that folder; ended at the end."""
    assert CHROMIUM is not None
    to_read, to = os.pipe()
    back, back_write = os.pipe()
    arguments = [CHROMIUM, *_FLAGS, f"--user-data-dir={home}"]
    process = subprocess.Popen(
        [sys.executable, "-c", _START, str(to_read), str(back_write), *arguments],
        pass_fds=(to_read, back_write),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(to_read)
    os.close(back_write)
    try:
        yield Tab(process, to, back)
    finally:
        process.terminate()
        process.wait()
        os.close(to)
        os.close(back)
