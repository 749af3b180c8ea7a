"""Graph -> files: sorted, streaming, the same bytes for the same knowledge base."""

from kg.export.write import DEFAULT_LEFT_OUT, FORMATS, export

__all__ = ["DEFAULT_LEFT_OUT", "FORMATS", "export"]
