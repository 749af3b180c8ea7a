"""The habits of the command line: where things go, what is left on disk, how fast it starts."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, SEEDS, Kg, environment

from kg.cli.console import output_bytes, visible

TEXT = "Iran attacked Pakistan on 16 January 2024. Pakistan condemned the attack."


def test_extractions_go_to_standard_output_and_nothing_else_does(kg: Kg) -> None:
    done = kg("extract", "-", stdin=TEXT.encode())
    assert done.returncode == 0, done.stderr
    (line,) = done.stdout.splitlines()
    assert {event["event"] for event in json.loads(line)["events"]} >= {"ASSAULT"}


def test_an_unusable_input_is_told_and_the_others_come_through(kg: Kg) -> None:
    lines = [json.dumps({"id": "a", "text": TEXT}), "{broken", json.dumps({"id": "b", "text": TEXT})]
    done = kg("extract", "--input-format", "jsonl", "-", stdin="\n".join(lines).encode())
    assert done.returncode == 3
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["a", "b"]
    assert done.stderr.startswith(b"warning: stdin#2 failed: not JSON")


def test_quiet_leaves_only_the_exit_code(kg: Kg) -> None:
    done = kg("extract", "--quiet", "-", stdin=b"")
    assert (done.returncode, done.stdout, done.stderr) == (3, b"", b"")


def test_workers_give_the_same_bytes_as_one_process(kg: Kg) -> None:
    lines = [json.dumps({"id": f"d{number}", "text": f"{TEXT} Case {number}."}) for number in range(70)]
    runs = [
        kg("extract", "-j", jobs, "--input-format", "jsonl", "-", stdin="\n".join(lines).encode()).stdout
        for jobs in ("0", "2")
    ]
    assert runs[0] == runs[1] and len(runs[0].splitlines()) == 70


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["build", "nothing-there", "-o", "x.kg"], 2, "no such file"),
        (["build", "-o", "x.kg"], 2, "at least one SOURCE"),
        (["query", "nothing.kg", "-q", "ASK {}"], 4, "nothing.kg"),
        (["export", "nothing.kg", "-o", "-"], 2, "--format"),
        (["nonsense"], 2, "nonsense"),
    ],
)
def test_wrong_use_is_told_with_its_own_exit_code(
    kg: Kg, tmp_path: Path, arguments: list[str], code: int, said: str
) -> None:
    done = kg(*arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (code, b"")
    assert said in done.stderr.decode() and "Traceback" not in done.stderr.decode()


def test_building_twice_changes_nothing(kg: Kg, tmp_path: Path) -> None:
    store = tmp_path / "x.kg"
    exports = []
    for _ in range(2):
        assert kg("build", SEEDS, "-o", store).returncode == 0
        exports.append(kg("export", store, "-f", "turtle", "-o", "-").stdout)
    assert kg("rebuild", store).returncode == 0
    exports.append(kg("export", store, "-f", "turtle", "-o", "-").stdout)
    assert exports[0] and exports[0] == exports[1] == exports[2]


def test_a_removed_document_leaves_nothing_behind(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT + " One.")
    (tmp_path / "b.txt").write_text("Russia and Ukraine signed an agreement in Geneva on Monday.")
    kg("build", "a.txt", "-o", "one.kg", cwd=tmp_path)
    kg("build", "a.txt", "b.txt", "-o", "two.kg", cwd=tmp_path)
    assert kg("remove", "two.kg", "b.txt", cwd=tmp_path).returncode == 0
    graphs = [
        kg("export", store, "-f", "nq", "-o", "-", cwd=tmp_path).stdout for store in ("one.kg", "two.kg")
    ]
    assert graphs[0] and graphs[0] == graphs[1]
    assert kg("remove", "two.kg", "b.txt", cwd=tmp_path).returncode == 3


def test_status_tells_what_failed(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text(TEXT)
    (tmp_path / "in/b.txt").write_bytes(b"\x00")
    assert kg("build", "in", "-o", "x.kg", cwd=tmp_path).returncode == 3
    assert kg("status", "x.kg", "--failed", cwd=tmp_path).stdout == (
        b"in/b.txt\tfailed\tbinary\tholds binary data, not text\n"
    )
    assert kg("status", "x.kg", "--documents", cwd=tmp_path).stdout == b"in/a.txt\n"
    assert kg("status", "x.kg", cwd=tmp_path).stdout.decode().splitlines() == [
        "documents  1", "stale      0", "skipped    0", "failed     1", "reasoning  on",
        "graph      up to date",
    ]  # fmt: skip


def test_status_needs_no_model(seed_store: Path) -> None:
    assert not imported("status", str(seed_store)) & {"spacy", "numpy"}


def test_the_knowledge_of_a_build_is_remembered(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "own/actors").mkdir(parents=True)
    row = {
        "iri": "https://w3id.org/communique/actor/zorlia",
        "type": "State",
        "label": "Zorlia",
        "code": "ZOR",
    }
    (tmp_path / "own/actors/own.jsonl").write_text(json.dumps(row) + "\n")
    (tmp_path / "a.txt").write_text("Zorlia condemned the attack on its embassy on Monday.")
    assert kg("build", "a.txt", "-o", "x.kg", "--knowledge", "own", cwd=tmp_path).returncode == 0
    (tmp_path / "b.txt").write_text("The president of Zorlia condemned another attack, officials said.")
    assert kg("build", "b.txt", "-o", "x.kg", cwd=tmp_path).returncode == 0
    told = kg("export", "x.kg", "-f", "jsonl", "-o", "-", cwd=tmp_path).stdout.splitlines()
    known = [entity["iri"] for line in told for entity in json.loads(line)["entities"] if entity["known"]]
    assert known.count(row["iri"]) == 2
    assert "stale      0" in kg("status", "x.kg", cwd=tmp_path).stdout.decode()


def test_a_reader_that_leaves_early_is_no_error(kg: Kg, seed_store: Path) -> None:
    command = f"{sys.executable} -m kg export {seed_store} -f nt -o - | head -1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, env=environment(), check=False)
    assert (done.returncode, done.stdout.count(b"\n"), done.stderr) == (0, 1, b"")


def test_an_interrupted_build_leaves_a_store_that_can_go_on(kg: Kg, tmp_path: Path) -> None:
    rows = [json.dumps({"id": f"d{number}", "text": f"{TEXT} Case {number}. " * 20}) for number in range(400)]
    (tmp_path / "in.jsonl").write_text("\n".join(rows))
    command = [sys.executable, "-m", "kg", "build", "in.jsonl", "-o", "x.kg", "-v"]
    process = subprocess.Popen(
        command,
        cwd=tmp_path,
        env=environment(),
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # may be ignored where tests run
    )
    assert process.stderr is not None
    while b" is in" not in process.stderr.readline():
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    said = process.stderr.read()
    assert (process.wait(60), b"Traceback" in said) == (130, False)
    (tmp_path / "in.jsonl").write_text("\n".join(rows[:50]))
    assert kg("build", "in.jsonl", "-o", "x.kg", cwd=tmp_path).returncode == 0
    assert b"up to date" in kg("status", "x.kg", cwd=tmp_path).stdout


def test_a_file_appears_complete_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "out.ttl"
    target.write_text("before")
    with pytest.raises(RuntimeError), output_bytes(str(target)) as out:
        out.write(b"half")
        raise RuntimeError
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("out.ttl", "before")]


def test_messages_cannot_carry_terminal_commands() -> None:
    assert visible("a\x1b[2J\u202eb\nc") == "a\\x1b[2J\\u202eb\\nc"


HEAVY = {"spacy", "rdflib", "networkx", "pyvis", "owlready2", "pyshacl", "numpy", "thinc"}


def imported(*arguments: str) -> set[str]:
    """The top-level modules that a command imports."""
    command = [sys.executable, "-X", "importtime", "-m", "kg", *arguments]
    done = subprocess.run(command, capture_output=True, env=environment(), cwd=ROOT, check=True)
    lines = [line for line in done.stderr.decode().splitlines() if line.startswith("import time:")]
    return {line.rsplit("|", 1)[1].strip().split(".")[0] for line in lines}


def test_help_and_query_import_nothing_heavy(seed_store: Path) -> None:
    assert not imported("--help") & HEAVY
    assert not imported("query", str(seed_store), "-q", "ASK { ?s ?p ?o }") & HEAVY
    assert not imported("export", str(seed_store), "-f", "nt", "-o", os.devnull) & HEAVY


def test_help_and_query_are_at_hand_at_once(kg: Kg, seed_store: Path) -> None:
    """Processor time, which other work on the machine does not stretch as it does the wall clock."""

    def fastest(*arguments: str | Path) -> float:
        times = []
        for _ in range(3):
            before = os.times()
            assert kg(*arguments).returncode == 0
            after = os.times()
            spent = after.children_user - before.children_user
            times.append(spent + after.children_system - before.children_system)
        return min(times)

    assert fastest("--help") < 0.3
    assert fastest("query", seed_store, "-q", "ASK { ?s ?p ?o }") < 1.0
