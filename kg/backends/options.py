"""The ``--backend-option KEY=VALUE`` pairs of one backend, each taken once."""

from __future__ import annotations

from collections.abc import Mapping

from kg.errors import UsageError


class Options:
    """Hands out the options of a backend; ``done`` complains about those nobody took."""

    def __init__(self, backend: str, given: Mapping[str, str]) -> None:
        self._backend = backend
        self._left = dict(given)
        self._known: list[str] = []

    def text(self, name: str) -> str | None:
        """The option as given; ``None`` when it is not."""
        self._known.append(name)
        return self._left.pop(name, None)

    def required(self, name: str, what: str) -> str:
        """The option, which must be there; ``what`` says in words what it is."""
        value = self.text(name)
        if not value:
            raise UsageError(
                f"The backend {self._backend!r} needs {what}: --backend-option {name}=... (nothing is "
                "assumed, and nothing is sent or downloaded)."
            )
        return value

    def number(self, name: str, default: float, *, least: float, most: float) -> float:
        """The option as a number between two bounds, both included."""
        raw = self.text(name)
        if raw is None:
            return default
        try:
            value = float(raw)
        except ValueError:
            value = least - 1
        if not least <= value <= most:
            raise UsageError(f"The option {name}={raw} must be a number from {least:g} to {most:g}.")
        return value

    def done(self) -> None:
        """Raises ``UsageError`` when an option was given that the backend does not have."""
        if self._left:
            unknown, known = ", ".join(sorted(self._left)), ", ".join(sorted(self._known)) or "none"
            raise UsageError(f"The backend {self._backend!r} has no option {unknown}; it has: {known}.")
