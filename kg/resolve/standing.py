"""Which clusters of tellings are events of a document, and which of them it is about."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict

from kg.drafts import Draft
from kg.resolve.likeness import Cluster
from kg.syntax import Parse

_NEAR = 2  # sentences


class Standing:
    """Which clusters of tellings are events, and which are no more than a word in passing."""

    def __init__(self, parse: Parse, clusters: list[Cluster]) -> None:
        self.parse = parse
        self._sentences: dict[str, list[int]] = defaultdict(list)
        self._described: dict[int, int] = {}
        for cluster in clusters:
            for sent in {draft.sent for draft in cluster}:
                insort(self._sentences[cluster[0].event], sent)
            for draft in cluster:
                self._described[parse.tokens[draft.first].head.i] = draft.first

    def holds(self, cluster: Cluster) -> bool:
        """An event in passing without anybody taking part is none, unless its own sentence says when, where
        or how many, or the network is sure."""
        if any(d.actors or d.recipients or d.targets for d in cluster):
            return True
        if any(not d.nominal and d.depth == 0 for d in cluster):
            return True
        if all(d.nominal for d in cluster) and self._reminds(cluster):
            return False
        detailed = cluster[0].event in ("ASSAULT", "PROTEST") and any(map(self._is_detailed, cluster))
        return detailed or any(d.likely for d in cluster)

    def _is_detailed(self, draft: Draft) -> bool:
        tokens = self.parse.sentence(draft.sent)
        dated = draft.date is not None and tokens[0].start <= draft.date.start < tokens[-1].end
        placed = any(self.parse.tokens[place.head].sent == draft.sent for place in draft.places)
        return dated or placed or bool(draft.counts)

    def _reminds(self, cluster: Cluster) -> bool:
        """Whether nouns may stand for what another telling near them says: "killed five men in a gun battle",
        "an agreement signed in Accra"."""
        own = {position for draft in cluster for position in draft.tokens}
        if any(self._described.get(position, position) not in own for position in own):
            return True
        sent, near = cluster[0].sent, self._sentences[cluster[0].event]
        alike = bisect_right(near, sent + _NEAR) - bisect_left(near, sent - _NEAR)
        return alike > len({draft.sent for draft in cluster if abs(draft.sent - sent) <= _NEAR})


def prominence(cluster: Cluster) -> float:
    """The main event is told early, in a main clause, by a verb, often, with its parties."""
    lead = min(cluster, key=lambda d: (d.sent, d.depth))
    score = 6.0 / (0.6 + lead.sent) - 0.9 * min(d.depth for d in cluster if d.sent == lead.sent)
    score += 0.4 * min(len({d.sent for d in cluster}) - 1, 5)
    score += 0.8 * any(d.actors for d in cluster) + 0.4 * any(d.recipients or d.targets for d in cluster)
    score -= 0.8 * all(d.nominal for d in cluster)
    score -= {"actual": 0.0, "future": 0.3, "negated": 0.4, "historical": 0.8}.get(lead.status, 0.6)
    return score
