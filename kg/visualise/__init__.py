"""Pictures of a graph: self-contained HTML pages without a request to any network, and figures for papers."""

from kg.visualise.render import FIGURES, VIEWS, draw, render

__all__ = ["FIGURES", "VIEWS", "draw", "render"]
