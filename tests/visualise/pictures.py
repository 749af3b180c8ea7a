"""Networks made by hand for the tests of pictures."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

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


def graph_page(network: Network, *, first: str = "picture") -> str:
    """The page of the network picture."""
    return network_page(network, matrix(network, named(network)), first=first)


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


def crowded(claims: int) -> Network:
    """A network of 150 arrows that come to so many claims, each with its sentence."""
    network = many(150)
    edges = []
    for i, one in enumerate(network.edges):
        count = claims * (i + 1) // 150 - claims * i // 150
        cards = (card(10_000 * i + k, one.source, "attacked", one.target) for k in range(count))
        edges.append(replace(one, cards=tuple(cards)))
    return replace(network, edges=tuple(edges))


RUN = "window.hit=1"
HOSTILE = (
    f"<script>{RUN}</script>",
    f"</script><script>{RUN}</script>",
    f"<img src=x onerror={RUN}>",
    f"Headline: <img src=x href=y onerror={RUN}>",
    f'"><svg onload={RUN}>',
    f"' onmouseover='{RUN}",
    f'" onfocus="{RUN}" autofocus tabindex="1',
    f"` onclick={RUN} `",
    f"</style><script>{RUN}</script>",
    f"</title><script>{RUN}</script>",
    f"</text></svg><script>{RUN}</script>",
    f"</noscript><img src=x onerror={RUN}>",
    f"</textarea><img src=x onerror={RUN}>",
    f"</template><img src=x onerror={RUN}>",
    f"<svg><script href=data:,{RUN} />",
    f"<svg><animate onbegin={RUN} attributeName=x dur=1s>",
    f"<svg><use href='data:image/svg+xml,<svg id=x onload={RUN}></svg>#x'/>",
    f"<svg><foreignObject><body onload={RUN}></foreignObject>",
    f"<math><mtext><mglyph><style><img src=x onerror={RUN}></style>",
    f"<details open ontoggle={RUN}>",
    f"<video><source onerror={RUN}></video>",
    f"<body onload={RUN}>",
    "<iframe srcdoc='<script>parent.hit=1</script>'>",
    f"<object data=javascript:{RUN}></object>",
    f"<embed src=javascript:{RUN}>",
    f"<form action=javascript:{RUN}><button>x</button></form>",
    "<base href=http://127.0.0.1:9/>",
    "<link rel=stylesheet href=http://127.0.0.1:9/x.css>",
    f"<meta http-equiv=refresh content='0;url=javascript:{RUN}'>",
    "<style>@import 'http://127.0.0.1:9/x.css'; * { display: none }</style>",
    f"<a href=javascript:{RUN}>x</a>",
    "<p style='background: url(http://127.0.0.1:9/x)'>x</p>",
    "<!--<script>",
    "--><script>window.hit=1</script>",
    "]]><script>window.hit=1</script>",
    "<![CDATA[<script>window.hit=1</script>]]>",
    "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e SYSTEM 'http://127.0.0.1:9/'>]>&e;",
    f"javascript:{RUN}",
    f"JaVaScRiPt:{RUN}//https://example.org/",
    f"https://example.org/\njavascript:{RUN}",
    f'https://example.org/"onmouseover="{RUN}',
    f"data:text/html,<script>{RUN}</script>",
    "http://127.0.0.1:9/beacon",
    "//127.0.0.1:9/beacon",
    "{{ 7*7 }}{% raw %}${7*7}#{7*7}<%= 7*7 %>",
    "\u202eevil\u2066\u0000\u2028\u2029\ufeff",
    "\x01\x08\x1b[31m\x7f\ufffe\uffff",
    "\U0001f600" * 3 + "\u0301" * 60,
    '=HYPERLINK("http://127.0.0.1:9/")',
    f"\\u003cscript\\u003e{RUN}\\u003c/script\\u003e",
    f"&lt;script&gt;{RUN}&lt;/script&gt;",
    f"&#60;script&#62;{RUN}&#60;/script&#62;",
    f"\\x3cscript\\x3e{RUN}\\x3c/script\\x3e",
    f"+ADw-script+AD4-{RUN}+ADw-/script+AD4-",
    f'"}}]}};{RUN};//',
    f"${{{RUN}}}",
    "__proto__",
    "constructor",
    "toString",
    "url(http://127.0.0.1:9/x)",
    "</",
    "x" * 5000,
    "wide \u00a0\t\n word " * 400,
)
"""Texts that some page, style, script or engine might take for more than text."""


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
    return Network(title=text, nodes=nodes, edges=(edge(a, "attacked", b, told),), total=1, query=text)


def hostile_places(text: str) -> Located:
    """A map with that text in every field."""
    return Located(title=text, happenings=(happening("urn:e:1", text, text, "POINT(1 2)"),), query=text)


def crowd() -> Network:
    """A network with an arrow for each of these texts, in every field of it."""
    parts = [_numbered(hostile(text), i) for i, text in enumerate(HOSTILE)]
    nodes = tuple(node for part in parts for node in part.nodes)
    edges = tuple(edge for part in parts for edge in part.edges)
    whole = " ".join(HOSTILE)
    return Network(title=whole, nodes=nodes, edges=edges, total=len(edges), query=whole)


def _numbered(part: Network, number: int) -> Network:
    """The same with ids of its own."""
    nodes = tuple(replace(node, id=f"{node.id}{number}") for node in part.nodes)
    edges = (replace(part.edges[0], source=nodes[0].id, target=nodes[1].id),)
    return replace(part, nodes=nodes, edges=edges)


def crowded_page() -> Page:
    """A document with a paragraph, a claim and a contradiction for each of these texts."""
    whole = "\n\n".join(HOSTILE)
    starts = [whole.index(text) for text in HOSTILE]
    cards = tuple(
        card(i, f"urn:{i}a", "attacked", f"urn:{i}b", source=text, status=text, place=start, stop=start + 1)
        for i, (start, text) in enumerate(zip(starts, HOSTILE, strict=True))
    )
    faults = tuple(Fault(kind=text, about=text, sides=(text, text), spans=((0, 2),)) for text in HOSTILE)
    labels = tuple((f"urn:{i}{end}", text) for i, text in enumerate(HOSTILE) for end in "ab")
    return replace(hostile_page(whole), labels=labels, cards=cards, faults=faults)


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
