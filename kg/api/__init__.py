"""A finished knowledge base as a Python object: questions, actors, events, documents, pictures, networks."""

from kg.api.answer import Answer, Row
from kg.api.base import KnowledgeBase, open
from kg.api.picture import Picture
from kg.api.things import Actor, Actors, Article, Dyad

__all__ = ["Actor", "Actors", "Answer", "Article", "Dyad", "KnowledgeBase", "Picture", "Row", "open"]
