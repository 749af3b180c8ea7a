"""Commands that write a knowledge base out: to files for other programs, and as a picture."""

from __future__ import annotations

from pathlib import Path
