"""Generated news-like texts for measuring: always the same ones, of any number."""

from __future__ import annotations

import random
from collections.abc import Iterator

from kg.model import Document

ACTORS = "Iran,Pakistan,Israel,Russia,Ukraine,Turkey,Syria,India,China,France,Sudan,Ethiopia".split(",")
PEOPLE = "Ahmad Karimi,Maria Lopez,Ivan Petrov,John Smith,Amina Yusuf,Li Wei,Omar Haddad".split(",")
PLACES = "Panjgur,Aleppo,Kharkiv,Gaza City,Khartoum,Davos,Geneva,Quetta,Mosul".split(",")
SENTENCES = (
    "{a} launched a missile attack on {b} near {p} on Tuesday.",
    "The foreign minister of {a}, {x}, met his counterpart from {b} in {p}.",
    "{a} accused {b} of supporting armed groups along the border.",
    "At least {n} people were killed when a bomb exploded in {p}, the police said.",
    "{x} said that {a} would respond if {b} attacked again.",
    "Protesters marched through {p} to demand the resignation of President {x}.",
    "{a} and {b} signed an agreement on trade after talks in {p}.",
    "The army of {a} denied that it had shelled villages in {b}.",
    "{a} has not commented on the report, which could not be verified independently.",
    "Residents of {p} told reporters that {n} houses were destroyed during the night.",
    "The government of {a} imposed sanctions on {n} companies from {b} last month.",
    "Analysts believe that the dispute between {a} and {b} will continue for years.",
    "The town of {p}, with about {n},000 inhabitants, lies in a valley that is known for its orchards.",
    "Prices of bread and fuel have been rising in {a} since the beginning of the year, according to {x}.",
    "Schools in {p} remained closed because of heavy rain, and trains were late by {n} minutes.",
    "{x}, who studied law in {p}, has two children and likes to play chess.",
    "The economy of {a} depends on exports of cotton, and {n} percent of its people live in the countryside.",
    "It was a quiet evening in {p}, where shops along the main street stayed open until midnight.",
    "The museum in {p} shows {n} paintings by artists from {a} and {b} until the end of the summer.",
    "Relations between the two countries have a long and complicated history, {x} wrote in a book.",
    "A spokesman gave no further details, and it was not clear how long the work would take.",
)
"""About half of them tell an event; a document comes to some eight of them, like a real article."""


def documents(count: int, *, sentences: int = 22, seed: int = 1) -> Iterator[Document]:
    """``count`` different documents of about 300 words."""
    chance = random.Random(seed)
    for number in range(count):
        yield Document(id=f"generated-{number:06d}", text=_text(chance, sentences))


def _text(chance: random.Random, sentences: int) -> str:
    told = [_sentence(chance) for _ in range(sentences)]
    return "\n\n".join(" ".join(told[start : start + 4]) for start in range(0, len(told), 4))


def _sentence(chance: random.Random) -> str:
    first, second = chance.sample(ACTORS, 2)
    return chance.choice(SENTENCES).format(
        a=first, b=second, p=chance.choice(PLACES), x=chance.choice(PEOPLE), n=chance.randrange(2, 90)
    )
