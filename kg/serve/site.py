"""In a worker: pages."""
from __future__ import annotations
from kg.serve.messages import Reply, refusal
def answer_page(graph, job): return refusal(404,"no")
