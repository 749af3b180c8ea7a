"""CPU time of ``kg build`` against the bare spaCy pipeline over the same texts.

``python benchmarks/cpu_ratio.py [DOCUMENTS]``: same model, batches of 32, one process, after
loading, in interleaved rounds. The build includes reading, extraction, ledger and graph.
"""

from __future__ import annotations

import importlib
import statistics
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path

from spacy.language import Language
from texts import documents

from kg import pipeline, store
from kg.annotate import BATCH, SHIPPED_MODEL
from kg.extractor import load
from kg.model import Document

ROUNDS = 3


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds of this process."""
    start = time.process_time()
    work()
    return time.process_time() - start


def bare_pipeline() -> Language:
    """The shipped model as spaCy loads it, without what ``kg.annotate`` adds."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        nlp: Language = importlib.import_module(SHIPPED_MODEL).load()
    return nlp


def main() -> None:
    """Prints the ratio of each round and the median."""
    texts = list(documents(int(sys.argv[1]) if len(sys.argv) > 1 else 200))
    nlp, extractor = bare_pipeline(), load(None, ())

    def bare() -> None:
        for start in range(0, len(texts), BATCH):
            with nlp.memory_zone():
                for _ in nlp.pipe(
                    [document.text for document in texts[start : start + BATCH]], batch_size=BATCH
                ):
                    pass

    def built() -> None:
        with (
            tempfile.TemporaryDirectory() as folder,
            pipeline.running(extractor, pipeline.Settings(jobs=0)) as run,
            store.open(Path(folder, "x.kg"), create=True) as base,
        ):
            pipeline.take_in(base, read(texts), run, extractor.pipeline_id)

    bare()
    built()
    ratios = []
    for _ in range(ROUNDS):
        floor, ours = cpu(bare), cpu(built)
        ratios.append(ours / floor)
        print(f"spaCy {1000 * floor / len(texts):6.1f} ms, kg {1000 * ours / len(texts):6.1f} ms a document")
    print(f"ratio {statistics.median(ratios):.2f}")


def read(texts: list[Document]) -> list[Document]:
    """The texts as they come from the reader, which also tells their language."""
    from kg.read.language import other_language

    return [document for document in texts if other_language(document.text) is None]


if __name__ == "__main__":
    main()
