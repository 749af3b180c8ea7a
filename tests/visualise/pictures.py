"""Networks made by hand for the tests of pictures."""

from __future__ import annotations

from collections.abc import Callable

from kg.visualise import figure
from kg.visualise.map import world_map
from kg.visualise.matrix import matrix
from kg.visualise.network import network_page
from kg.visualise.records import Card, Edge, Fault, Happening, Located, Network, Node, Page
from kg.visualise.timeline import timeline

KG = "https://w3id.org/communique/ontology#"


def card(number: int, subject: str, relation: str, object: str, **more: object) -> Card:
    """A claim that is reported as actual by the outlet itself, unless something else is said."""
    facts: dict[str, object] = {
        "id": f"urn:communique:claim/{number}",
        "subject": subject,
        "relation": KG + relation,
        "object": object,
        "status": "actual",
        "stance": "reports",
        "source": None,
        "document": f"doc-{number % 3}",
        "title": "A title",
        "outlet": "Daily Courier",
        "published": "2024-02-02",
        "url": "https://example.org/a?b=1&c=2",
        "earliest": "2024-02-01",
        "latest": "2024-02-01",
        "confidence": 0.8,
        "sentence": "Norland shelled Kesh.",
        "start": 8,
        "end": 15,
        "place": 8,
        "stop": 15,
        **more,
    }
    return Card(**facts)  # type: ignore[arg-type]


def edge(source: str, relation: str, target: str, *cards: Card) -> Edge:
    """An arrow of these claims."""
    return Edge(source=source, target=target, relation=KG + relation, cards=cards)


def small() -> Network:
    """Three actors; parallel and opposite arrows, a loop, a symmetric one, every status and stance."""
    a, b, c = "urn:communique:entity/a", "urn:communique:entity/b", "urn:communique:entity/c"
    edges = (
        edge(
            a,
            "attacked",
            b,
            card(1, a, "attacked", b),
            card(2, a, "attacked", b, stance="denies", source="Norland"),
        ),
        edge(a, "accused", b, card(3, a, "accused", b, status="habitual", earliest=None, latest=None)),
        edge(
            b, "attacked", a, card(4, b, "attacked", a, stance="alleges", source="the ministry", outlet=None)
        ),
        edge(b, "metWith", c, card(5, b, "metWith", c, status="future", confidence=0.5)),
        edge(c, "aided", c, card(6, c, "aided", c, earliest="2024-03-01", latest="2024-03-31")),
    )
    nodes = (
        Node(id=a, label="Norland", type="State"),
        Node(id=b, label="Sudania", type="State"),
        Node(id=c, label="Courier News Agency", type="NewsAgency"),
    )
    return Network(title="Who did what to whom", nodes=nodes, edges=edges, total=5)


def named(network: Network) -> Callable[[str], str]:
    """The name of a node by its id."""
    return {node.id: node.label for node in network.nodes}.__getitem__


def graph_page(network: Network) -> str:
    """The page of the network picture."""
    return network_page(network, matrix(network, named(network)))


def matrix_page(network: Network) -> str:
    """The page of the matrix."""
    return figure.html(matrix(network, named(network)))


def timeline_page(network: Network) -> str:
    """The page of the timeline."""
    return figure.html(timeline(network, named(network)))


def map_page(located: Located) -> str:
    """The page of the map."""
    return figure.html(world_map(located))


def happening(event: str, name: str, kind: str | None, point: str | None) -> Happening:
    """An attack at a place."""
    return Happening(
        event=event, relation=KG + "attacked", place=f"urn:x:{name[:20]}", name=name, kind=kind, point=point
    )


def many(edges: int) -> Network:
    """A network of so many arrows among half as many actors, the same every time."""
    count = max(3, edges // 3)
    kinds = ("State", "ArmedGroup", "Official", "Military", "NewsAgency", "Facility")
    names = [Node(id=f"urn:x:{i:03}", label=f"Actor number {i}", type=kinds[i % 6]) for i in range(count)]
    relations = ("attacked", "accused", "metWith", "aided", "threatened", "sanctioned")
    made = []
    for i in range(edges):
        a, b, relation = names[i * 7 % count].id, names[(i * i + 3 * i + 1) % count].id, relations[i % 6]
        made.append(edge(a, relation, b, *(card(100 * i + k, a, relation, b) for k in range(1 + i % 4))))
    used = {end for one in made for end in (one.source, one.target)}
    return Network(
        title="Many", nodes=tuple(n for n in names if n.id in used), edges=tuple(made), total=edges
    )


HOSTILE = (
    "<script>window.hit=1</script>",
    "</script><script>window.hit=1</script>",
    "<img src=x onerror=window.hit=1>",
    "Headline: <img src=x href=y onerror=window.hit=1>",
    '"><svg onload=window.hit=1>',
    "' onmouseover='window.hit=1",
    "</style><script>window.hit=1</script>",
    "</title><script>window.hit=1</script>",
    "<!--<script>",
    "]]><script>window.hit=1</script>",
    "javascript:window.hit=1",
    "data:text/html,<script>window.hit=1</script>",
    "{{ 7*7 }}{% raw %}${7*7}",
    "\u202eevil\u2066\u0000\u2028\u2029\ufeff",
    '=HYPERLINK("http://x/")',
    "<iframe srcdoc='<script>parent.hit=1</script>'>",
    "<a href=javascript:window.hit=1>x</a>",
    "\\u003cscript\\u003ewindow.hit=1\\u003c/script\\u003e",
    "&lt;script&gt;window.hit=1&lt;/script&gt;",
    "__proto__",
    "constructor",
    "x" * 5000,
)


def hostile(text: str) -> Network:
    """A network with that text in every field that comes from a document."""
    a, b = f"urn:x:{text[:20]}a", f"urn:x:{text[:20]}b"
    told = card(
        1,
        a,
        "attacked",
        b,
        source=text,
        document=text,
        title=text,
        outlet=text,
        url=text,
        sentence=text,
        start=0,
        end=3,
        published="2024-02-02",
    )
    nodes = (Node(id=a, label=text, type="State"), Node(id=b, label=text, type="NewsAgency"))
    return Network(title=text, nodes=nodes, edges=(edge(a, "attacked", b, told),), total=1)


def hostile_page(text: str) -> Page:
    """A document with that text in every field."""
    told = card(1, "urn:a", "attacked", "urn:b", source=text, place=0, stop=min(3, len(text)))
    fault = Fault(kind=text, about=text, sides=(text, text), spans=((0, 2), (1, 4)))
    labels = (("urn:a", text), ("urn:b", text))
    return Page(
        id=text,
        title=text,
        text=text,
        outlet=text,
        published=text,
        url=text,
        labels=labels,
        cards=(told,),
        faults=(fault,),
    )
