// The console: YASGUI bound to our own endpoint, with our own terms, and a picture of graphs.
"use strict";
(async () => {
  const endpoint = location.origin + "/sparql";
  const terms = await (await fetch("/console/terms.json")).json();
  const { Yasgui } = window;
  const { Yasqe, Yasr } = Yasgui;
  const shortest = (iri) => {
    const found = Object.entries(terms.prefixes).filter(([, start]) => iri.startsWith(start));
    found.sort((one, other) => other[1].length - one[1].length);
    return found.length ? found[0][0] + ":" + iri.slice(found[0][1].length) : iri;
  };
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  // Completion: nothing is asked of any other host.
  Yasqe.Autocompleters.class.get = () => terms.classes;
  Yasqe.Autocompleters.property.get = () => terms.properties;
  Yasqe.Autocompleters.prefixes.get = () => Object.entries(terms.prefixes).map(([name, iri]) => `${name}: <${iri}>`);
  const within = (yasqe) => yasqe.getCompleteToken().string.match(/^<([^>:]*)>?$/);
  Yasqe.registerAutocompleter({
    name: "actor",
    bulk: false,
    autoShow: true,
    isValidCompletionPosition: (yasqe) => Boolean(within(yasqe)),
    preProcessToken: (yasqe, token) => ({ ...token, autocompletionString: (within(yasqe) || ["", ""])[1] }),
    get: (yasqe, token) => {
      const typed = fold((token && token.autocompletionString) || "");
      return terms.actors.filter(([name]) => fold(name).startsWith(typed)).slice(0, 60).map(([name, iri]) => `${name}  <${iri}>`);
    },
    postProcessSuggestion: (yasqe, token, suggestion) => suggestion.slice(suggestion.lastIndexOf("<")),
  });

  // Results of CONSTRUCT and DESCRIBE as a network. vis-network draws labels on a canvas: no markup is read.
  class Picture {
    constructor(yasr) { this.yasr = yasr; this.priority = 20; this.label = "Network"; }
    canHandleResults() { const found = this.yasr.results && this.yasr.results.getStatements && this.yasr.results.getStatements(); return Boolean(found && found.length); }
    getIcon() { const icon = document.createElement("span"); icon.textContent = "◍"; return icon; }
    draw() {
      const statements = this.yasr.results.getStatements().slice(0, 600), names = new Map(), nodes = new Map(), edges = [];
      for (const one of statements) if (/[#/]label$|prefLabel$/.test(one.predicate.value)) names.set(one.subject.value, one.object.value);
      const name = (term) => { const text = names.get(term.value) || (term.termType === "Literal" ? term.value : shortest(term.value)); return text.length > 42 ? text.slice(0, 41) + "…" : text; };
      const dark = matchMedia("(prefers-color-scheme: dark)").matches;
      const node = (term) => {
        const id = term.termType + term.value, literal = term.termType === "Literal";
        if (!nodes.has(id)) nodes.set(id, { id, label: name(term), shape: literal ? "box" : "ellipse", font: { multi: false, color: dark ? "#e9e7e2" : "#1d2129" }, color: { background: dark ? "#2b3340" : literal ? "#f1efe9" : "#ffffff", border: dark ? "#596375" : "#a9a294" } });
        return id;
      };
      for (const one of statements) {
        if (names.has(one.subject.value) && /[#/]label$|prefLabel$/.test(one.predicate.value) && statements.length > 1 && statements.some((s) => s !== one && (s.subject.value === one.subject.value || s.object.value === one.subject.value))) continue;
        edges.push({ from: node(one.subject), to: node(one.object), label: name(one.predicate).replace(/^\w+:/, ""), arrows: "to", font: { multi: false, size: 11, color: dark ? "#a6aebb" : "#565e6b", strokeWidth: 3, strokeColor: dark ? "#1c2028" : "#ffffff" }, color: dark ? "#596375" : "#a9a294" });
      }
      const place = document.createElement("div");
      place.className = "drawn";
      this.yasr.resultsEl.replaceChildren(place);
      new window.vis.Network(place, { nodes: [...nodes.values()], edges }, { layout: { randomSeed: 7 }, physics: { solver: "forceAtlas2Based", stabilization: { iterations: 150 } }, interaction: { hover: true } });
    }
  }
  Yasr.registerPlugin("Network", Picture);

  // A share link carries the query and nothing else; whatever else a link brings is dropped.
  const only = (config) => ({ ...config, requestConfig: { ...config.requestConfig, endpoint, headers: {}, args: [], namedGraphs: [], defaultGraphs: [], method: "POST" } });
  Yasgui.Tab.prototype.getShareableLink = function () { return `${location.origin}/#query=${encodeURIComponent(this.getYasqe().getValue())}`; };
  const first = "SELECT ?what ?day ?status WHERE {\n  ?event a kg:CanonicalEvent ; kg:status ?status ; rdfs:label ?what .\n  OPTIONAL { ?event kg:dateEarliest ?day }\n}\nORDER BY DESC(?day) ?what\nLIMIT 100";
  const declared = ["kg", "rdfs"].map((name) => `PREFIX ${name}: <${terms.prefixes[name]}>`).join("\n");
  Yasqe.defaults.value = `${declared}\n${first}`;
  const yasgui = new Yasgui(document.getElementById("editor"), {
    requestConfig: { endpoint, method: "POST", acceptHeaderGraph: "text/turtle", acceptHeaderSelect: "application/sparql-results+json", headers: {}, args: [] },
    copyEndpointOnNewTab: true,
    endpointCatalogueOptions: { getData: () => [], keys: [] },
    populateFromUrl: only,
    persistenceId: "communique",
    yasqe: { autocompleters: [...new Set([...Yasqe.defaults.autocompleters, "actor"])], resizeable: true },
    yasr: { prefixes: terms.prefixes, persistencyExpire: 0, pluginOrder: ["Network", "table", "boolean", "response"], defaultPlugin: "table" },
  });
  for (const tab of Object.values(yasgui._tabs)) tab.setEndpoint(endpoint);
  history.replaceState(null, "", location.pathname);
  yasgui.on("queryResponse", (_, tab) => setTimeout(() => {
    const yasr = tab.getYasr(), fitting = yasr.getCompatiblePlugins();
    const wanted = fitting.includes("Network") ? "Network" : fitting.includes("table") ? "table" : fitting[0];
    if (yasr.getSelectedPluginName() !== wanted && fitting.includes(wanted)) { yasr.selectPlugin(wanted); yasr.draw(); }
  }, 0));
  window.yasgui = yasgui;

  const actors = document.getElementById("actors");
  for (const [name] of terms.actors) actors.append(new Option(name, name));
  for (const button of document.querySelectorAll(".use")) {
    button.addEventListener("click", async () => {
      const home = button.parentElement, given = new URLSearchParams({ name: button.dataset.name });
      for (const field of home.querySelectorAll("[data-param]")) if (field.value.trim()) given.set("param-" + field.dataset.param, field.value.trim());
      const answer = await fetch("/console/query?" + given, { headers: { Accept: "text/plain" } });
      const text = await answer.text();
      home.querySelectorAll(".wrong").forEach((one) => one.remove());
      if (answer.ok) {
        yasgui.getTab().getYasqe().setValue(text);
        yasgui.getTab().getYasqe().focus();
      } else {
        const wrong = document.createElement("p");
        wrong.className = "wrong";
        wrong.textContent = text;
        home.append(wrong);
      }
    });
  }
})();
