// The page of a graph that answers SPARQL by itself. All text from the graph is put in as text.
const byId = (id) => document.getElementById(id);
const start = JSON.parse(byId("start").textContent);
const MOST = 1000;
let store, table = [];

async function unpacked(id) {
  const element = byId(id);
  const packed = Uint8Array.from(atob(element.textContent), (c) => c.charCodeAt(0));
  element.remove();
  return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}

async function open() {
  const begun = performance.now();
  initSync({ module: await unpacked("engine") });
  store = new Store();
  store.load(new Uint8Array(await unpacked("data")), { format: "application/n-quads", unchecked: true, no_transaction: true });
  say(`${store.size.toLocaleString("en")} statements ready after ${seconds(begun)}`);
  byId("run").disabled = false;
  document.documentElement.dataset.ready = "yes";
}

const seconds = (begun) => `${((performance.now() - begun) / 1000).toFixed(2)} s`;
const say = (text) => { byId("said").textContent = text; };

// The prefixes that a query uses and does not declare, on one line before it.
function prefixed(query) {
  const missing = Object.entries(start.prefixes).filter(([name]) =>
    new RegExp(`(^|[^\\w:])${name}:`).test(query) && !new RegExp(`prefix\\s+${name}:`, "i").test(query));
  return missing.map(([name, iri]) => `PREFIX ${name}: <${iri}> `).join("") + "\n" + query;
}

function run() {
  const begun = performance.now();
  say("");
  try {
    const found = store.query(prefixed(byId("query").value), { use_default_graph_as_union: true });
    table = rows(found);
    show();
    say(`${(table.length - 1).toLocaleString("en")} ${table.length === 2 ? "row" : "rows"} in ${seconds(begun)}`
      + (table.length - 1 > MOST ? `; the first ${MOST} are shown, the CSV holds all` : ""));
  } catch (error) {
    table = [];
    show();
    say(String(error.message || error).replace(/ at (\d+):/, (_, line) => ` at ${line - 1}:`));
  }
}

// The answer as rows of text, the column names first.
function rows(found) {
  if (typeof found === "boolean") return [["answer"], [String(found)]];
  if (!found.length) return [["nothing"]];
  if (!(found[0] instanceof Map)) {
    const told = new Set(found.map((quad) => [quad.subject, quad.predicate, quad.object].map(text).join("\u0000")));
    return [["subject", "predicate", "object"], ...[...told].map((one) => one.split("\u0000"))];
  }
  const columns = [...new Set(found.flatMap((row) => [...row.keys()]))];
  return [columns, ...found.map((row) => columns.map((name) => text(row.get(name))))];
}

const text = (term) => term === undefined ? "" : term.value ?? String(term);

function show() {
  const rows = table.slice(0, MOST + 1).map((cells, number) => {
    const row = document.createElement("tr");
    row.append(...cells.map((cell) => {
      const made = document.createElement(number ? "td" : "th");
      made.textContent = number ? cell : cell.replaceAll("_", " ");
      return made;
    }));
    return row;
  });
  byId("head").replaceChildren(...rows.slice(0, 1));
  byId("rows").replaceChildren(...rows.slice(1));
  byId("csv").disabled = table.length < 2;
}

// A cell that a spreadsheet would take for a formula gets an apostrophe.
function csv() {
  const cell = (value) => `"${(/^[=+\-@\t\r]/.test(value) ? "'" + value : value).replaceAll('"', '""')}"`;
  const lines = table.map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([lines], { type: "text/csv" }));
  link.download = "answer.csv";
  link.click();
  URL.revokeObjectURL(link.href);
}

byId("run").addEventListener("click", run);
byId("csv").addEventListener("click", csv);
byId("saved").addEventListener("change", (event) => {
  if (event.target.value) { byId("query").value = start.queries[event.target.value].trim(); run(); }
});
byId("query").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) run();
});
open().catch((error) => say(`This browser cannot open the workbook: ${error.message || error}`));
