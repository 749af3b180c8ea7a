"""A knowledge base in the browser and over the SPARQL protocol: a gateway that only reads.

The gateway never opens the graph. It hands every query and page to a worker process on the last
finished snapshot, and kills the worker when it takes too long.
"""

from kg.serve.run import get, serve
from kg.serve.settings import Limits, Settings

__all__ = ["Limits", "Settings", "get", "serve"]
