"""Draws the pictures of the README from the shipped article: ``make pictures``. Needs Chromium."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

HOME = Path(__file__).parent
SEED = "000_04451bd3ce9091a5"
SHOTS = (
    ("demo.html", "demo.png", (1440, 860)),
    ("document.html", "document.png", (1240, 900)),
    ("map.html", "map.png", (1240, 960)),
    ("site/index.html", "site.png", (1240, 900)),
)
"""Page, picture, and the size of the window."""
sys.path.append(str(HOME.parent / "tests" / "visualise"))


def main() -> None:
    """Writes the four pictures beside this file."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder, "demo")
        pages(made)
        for page, picture, (width, height) in SHOTS:
            (HOME / picture).write_bytes(shot(made / page, Path(folder, picture), width, height))


def pages(made: Path) -> None:
    """The pages, and the knowledge base behind them, in a new folder."""
    store = str(made / "demo.kg")
    kg("demo", str(made))
    kg("viz", store, "--view", "document", "--document", SEED, "-o", str(made / "document.html"))
    kg("viz", store, "--view", "map", "-o", str(made / "map.html"))
    kg("site", store, "-o", str(made / "site"))


def kg(*words: str) -> None:
    """Runs the command."""
    subprocess.run([sys.executable, "-m", "kg", *words], check=True, stdout=subprocess.DEVNULL)


def shot(page: Path, profile: Path, width: int, height: int) -> bytes:
    """The page as a browser with a profile of its own shows it, light."""
    from browser import tab

    with tab(profile) as opened:
        opened.dark(False)
        opened.open(page)
        return opened.shot(width, height)


if __name__ == "__main__":
    main()
