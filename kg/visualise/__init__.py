"""Pictures of a graph: one self-contained HTML page each, without a request to any network."""

from kg.visualise.render import VIEWS, render

__all__ = ["VIEWS", "render"]
