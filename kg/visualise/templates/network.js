"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const byId = (id) => document.getElementById(id);
  const nodes = new Map(data.nodes.map((node) => [node.id, node]));
  const edges = new Map(data.edges.map((edge) => [edge.id, edge]));
  for (const edge of edges.values()) edge.claims = [];
  for (const claim of data.claims) edges.get(claim.edge).claims.push(claim);
  const state = {
    relations: new Set(), statuses: new Set(data.off), stances: new Set(), outlet: "", sure: 0, undated: true,
    from: 0, to: 0, only: null, chosen: null, found: null,
    visible: new Set(), near: null,
  };

  // ---- small helpers: text is only ever set as text
  const make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (key === "text") element.textContent = value;
      else if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
      else if (value !== null && value !== false) element.setAttribute(key, value === true ? "" : value);
    }
    element.append(...children);
    return element;
  };
  const draw = (name, attributes, ...children) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };
  const many = (count, word) => `${count.toLocaleString("en")} ${word}${count === 1 ? "" : "s"}`;
  const isDark = () => {
    const chosen = document.documentElement.dataset.theme;
    return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  };
  const tone = (name) => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
  const colour = (relation) => {
    const family = data.families[data.relations[relation].family];
    return isDark() ? family.dark : family.light;
  };
  const dashes = (dash, width) => ({ dashed: [5 + 2 * width, 3 + 1.4 * width], dotted: [width, 2 + 1.2 * width] })[dash] || false;
  const sample = (relation, width = 34) => {
    const look = data.relations[relation];
    const svg = draw("svg", { width, height: 12, "aria-hidden": "true" });
    const line = { x1: 1, y1: 6, x2: width - 8, y2: 6, stroke: colour(relation), "stroke-width": 2.6 };
    if (dashes(look.dash, 2)) line["stroke-dasharray"] = dashes(look.dash, 2).map((n) => n * 0.75).join(" ");
    svg.append(draw("line", line));
    if (look.symmetric) svg.append(draw("circle", { cx: width - 5, cy: 6, r: 3, fill: colour(relation) }));
    else svg.append(draw("path", { d: `M${width - 9} 1.5 L${width - 1} 6 L${width - 9} 10.5 Z`, fill: colour(relation) }));
    return svg;
  };

  // ---- time: days since 1970, in as many bins as fit
  const day = (iso) => Math.floor(Date.parse(iso + "T00:00:00Z") / 864e5);
  const iso = (number) => new Date(number * 864e5).toISOString().slice(0, 10);
  const nice = (text) => new Date(text + "T00:00:00Z").toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
  const period = (claim) => !claim.earliest ? "no date in the text" : claim.earliest === claim.latest || !claim.latest
    ? nice(claim.earliest) : `${nice(claim.earliest)} – ${nice(claim.latest)}`;
  const dated = data.claims.filter((claim) => claim.earliest || claim.latest);
  const first = Math.min(...dated.map((claim) => day(claim.earliest || claim.latest)));
  const last = Math.max(...dated.map((claim) => day(claim.latest || claim.earliest)));
  const step = dated.length ? Math.max(1, Math.ceil((last - first + 1) / 60)) : 1;
  const bins = dated.length ? Math.ceil((last - first + 1) / step) : 0;
  const bin = (text) => Math.floor((day(text) - first) / step);
  state.to = Math.max(0, bins - 1);

  // ---- which claims pass, and what is drawn of them
  const passes = (claim) =>
    !state.relations.has(edges.get(claim.edge).relation) && !state.statuses.has(claim.status) && !state.stances.has(claim.stance) &&
    (!state.outlet || claim.outlet === state.outlet) && claim.confidence * 100 >= state.sure && inTime(claim);
  const inTime = (claim) => {
    const start = claim.earliest || claim.latest;
    if (!start) return state.undated;
    return bin(claim.latest || start) >= state.from && bin(start) <= state.to;
  };
  const shown = () => [...edges.values()]
    .filter((edge) => !state.only || edge.from === state.only || edge.to === state.only)
    .map((edge) => ({ edge, claims: edge.claims.filter(passes) })).filter((one) => one.claims.length);
  const telling = (claims) => Math.max(1, claims.filter((claim) => claim.stance !== "denies").length);
  const mostClaims = Math.max(1, ...[...edges.values()].map((edge) => telling(edge.claims)));
  const widest = Math.min(data.edges.length > 40 ? 5 : 9, 1.6 + 1.5 * Math.log2(mostClaims));
  const thickness = (count) => 1.4 + (widest - 1.4) * Math.sqrt(count / mostClaims);
  const name = (id) => nodes.get(id).name;
  const phrase = (edge) => data.relations[edge.relation].label;
  const stronger = (a, b) => b.claims.length - a.claims.length || a.edge.order - b.edge.order;

  const LEAST = 10; // pixels of letters on the screen; the engine leaves smaller ones out, names() draws them larger
  const network = (() => {
    const container = byId("picture");
    const sets = { nodes: new vis.DataSet([]), edges: new vis.DataSet([]) };
    const made = new vis.Network(container, sets, {
      physics: false, layout: { randomSeed: 1, improvedLayout: false },
      interaction: { hover: true, keyboard: { enabled: false }, hideEdgesOnZoom: data.edges.length > 400, tooltipDelay: 1e9 },
      edges: { arrowStrikethrough: false, selectionWidth: 0, hoverWidth: 0 }, nodes: { borderWidthSelected: 2.4, scaling: { label: { drawThreshold: LEAST + 1 } } },
    });
    made.sets = sets;
    return made;
  })();

  // the engine's own drum grows with its label; this one stands above it as other shapes do
  const drum = ({ ctx, id, x, y, state: { selected, hover }, style, label }) => {
    const { size, font } = nodes.get(id).vis;
    const [wide, high, lid] = [size * 0.85, size * 0.95, size * 0.3];
    const faded = style.opacity < 1;
    const outline = () => {
      ctx.beginPath();
      ctx.ellipse(x, y - high + lid, wide, lid, 0, Math.PI, 2 * Math.PI);
      ctx.lineTo(x + wide, y + high - lid);
      ctx.ellipse(x, y + high - lid, wide, lid, 0, 0, Math.PI);
      ctx.closePath();
    };
    const drawNode = () => {
      ctx.save();
      ctx.globalAlpha = style.opacity ?? 1;
      ctx.fillStyle = style.color; ctx.strokeStyle = style.borderColor; ctx.lineWidth = style.borderWidth / Math.min(1, network.getScale());
      outline(); ctx.fill(); ctx.stroke();
      ctx.beginPath(); ctx.ellipse(x, y - high + lid, wide, lid, 0, 0, Math.PI); ctx.stroke();
      ctx.restore();
    };
    const drawExternalLabel = () => {
      if (font.size * network.getScale() < LEAST) return;
      ctx.save();
      ctx.font = `${font.size}px ${font.face}`; ctx.textAlign = "center"; ctx.textBaseline = "top"; ctx.lineJoin = "round";
      ctx.strokeStyle = tone("paper"); ctx.lineWidth = 4; ctx.fillStyle = faded ? tone("soft") : tone("ink");
      const rows = label.split("\n"), top = font.vadjust ? y - high - 6 - rows.length * font.size : y + high + 4;
      rows.forEach((line, index) => {
        ctx.strokeText(line, x, top + index * font.size);
        ctx.fillText(line, x, top + index * font.size);
      });
      ctx.restore();
    };
    return { drawNode, drawExternalLabel, nodeDimensions: { width: 2 * wide, height: 2 * high } };
  };
  const nodeStyle = (node, visible, near) => {
    const faded = near && !near.has(node.id);
    const edge = node.id === state.chosen || node.id === state.found ? tone("accent") : tone("soft");
    const fill = { background: tone("raised"), border: edge };
    const look = node.vis.shape === "database" ? { shape: "custom", ctxRenderer: drum } : {};
    return {
      ...node.vis, ...look, id: node.id, hidden: !visible.has(node.id), opacity: faded ? 0.35 : 1,
      borderWidth: node.id === state.chosen || node.id === state.found ? 3 : 1.4,
      color: { ...fill, highlight: fill, hover: { background: tone("sunken"), border: tone("accent") } },
      font: { ...node.vis.font, color: faded ? tone("soft") : tone("ink"), strokeColor: tone("paper"), strokeWidth: node.vis.inside ? 0 : 4 },
    };
  };
  // labels of upright arrows run along them, so that those of neighbours do not lie on each other
  const steep = (edge) => {
    const [a, b] = [nodes.get(edge.from).vis, nodes.get(edge.to).vis];
    return Math.abs(a.x - b.x) < 0.7 * Math.abs(a.y - b.y);
  };
  // what no source reports as fact is drawn thin with an open head and says why
  const doubts = (claims) => claims.some((claim) => claim.stance === "reports") ? null
    : claims.some((claim) => claim.stance === "alleges") ? "alleged" : "denied";
  const edgeStyle = (one, labelled, near) => {
    const { edge, claims } = one;
    const faded = near && !(near.edges.has(edge.id));
    const line = colour(edge.relation);
    const weight = telling(claims);
    const doubt = doubts(claims);
    const width = doubt ? 1.4 : thickness(weight);
    const text = `${phrase(edge)}${weight > 1 ? ` ×${weight}` : ""}${doubt ? ` (${doubt})` : ""}`;
    return {
      ...edge.vis, id: edge.id, from: edge.from, to: edge.to, width, dashes: dashes(data.relations[edge.relation].dash, width),
      color: { color: line, highlight: line, hover: line, opacity: faded ? (isDark() ? 0.2 : 0.14) : 1 },
      arrows: data.relations[edge.relation].symmetric
        ? { to: { enabled: true, type: "circle", scaleFactor: 0.42 }, from: { enabled: true, type: "circle", scaleFactor: 0.42 } }
        : { to: { enabled: true, type: doubt ? "vee" : "arrow", scaleFactor: Math.max(0.45, 0.85 - width * 0.05) } },
      label: (labelled && !faded) || edge.id === state.chosen || edge.id === state.hover ? text : "",
      font: { size: Math.max(13.5, 11.5 / network.getScale()), face: "system-ui, sans-serif", color: tone("ink"), background: tone("paper"), strokeWidth: 0, align: steep(edge) ? "middle" : "horizontal" },
      chosen: false,
    };
  };
  // names that would be smaller than LEAST: the important ones first, each where it lies on nothing else
  const names = (context) => {
    const scale = network.getScale(), size = 11 / scale, line = 1.2 * size, gap = 3 / scale;
    const { clientWidth, clientHeight } = byId("picture");
    const start = network.DOMtoCanvas({ x: 0, y: 0 }), end = network.DOMtoCanvas({ x: clientWidth, y: clientHeight });
    const wanted = [state.hover, state.chosen, state.found];
    const rank = ({ id, vis: { font } }) => (wanted.includes(id) ? 1e3 : state.near?.has(id) ? 1e2 : 0) + font.size;
    const seen = data.nodes.filter((node) => state.visible.has(node.id)).sort((a, b) => rank(b) - rank(a));
    const around = (x, y, across, up) => [x - across, y - up, x + across, y + up];
    const symbol = ({ vis: { x, y, size, inside, wide, high } }) => around(x, y, inside ? wide / 2 + 9 : size, inside ? high / 2 + 7 : size);
    const taken = new Map(seen.map((node) => [node.id, symbol(node)]));
    const place = ({ id, vis: { x, y, inside } }, across, up) => {
      const [left, top, right, bottom] = taken.get(id);
      const spots = inside ? [[x, y], [x, bottom + gap + up], [x, top - gap - up]]
        : [[x, bottom + gap + up], [x, top - gap - up], [right + gap + across, y], [left - gap - across, y]];
      const free = ([l, t, r, b]) => l > start.x && r < end.x && t > start.y && b < end.y && [...taken].every(([other, box]) => other === id || r < box[0] || l > box[2] || b < box[1] || t > box[3]);
      return spots.find(([sx, sy]) => free(around(sx, sy, across, up))) || (wanted.includes(id) ? spots[0] : null);
    };
    context.save();
    Object.assign(context, { font: `${size}px system-ui, sans-serif`, textAlign: "center", textBaseline: "middle", lineJoin: "round", lineWidth: 4 / scale });
    for (const node of seen) {
      if (node.vis.font.size * scale >= LEAST) continue;
      const rows = node.vis.label.split("\n");
      const across = Math.max(...rows.map((row) => context.measureText(row).width)) / 2 + gap, up = rows.length * line / 2 + gap / 2;
      const spot = place(node, across, up);
      if (!spot) continue;
      const box = around(...spot, across, up), inside = node.vis.inside && spot[1] === node.vis.y;
      const faded = state.near && !state.near.has(node.id);
      taken.set(node.id + " ", box);
      context.globalAlpha = faded ? 0.35 : 1;
      if (inside) {
        Object.assign(context, { fillStyle: tone("raised"), strokeStyle: tone("soft") });
        context.fillRect(box[0], box[1], 2 * across, 2 * up);
        context.lineWidth = 1.2 / scale;
        context.strokeRect(box[0], box[1], 2 * across, 2 * up);
        context.lineWidth = 4 / scale;
      }
      Object.assign(context, { fillStyle: tone("ink"), strokeStyle: tone(inside ? "raised" : "paper") });
      rows.forEach((row, index) => {
        const y = spot[1] + (index - (rows.length - 1) / 2) * line;
        context.strokeText(row, spot[0], y);
        context.fillText(row, spot[0], y);
      });
    }
    context.restore();
  };
  const neighbourhood = (list) => {
    const centre = state.chosen ?? state.found;
    if (!centre) return null;
    const near = new Set([centre]);
    near.edges = new Set();
    for (const { edge } of list) {
      if (edge.id === centre || edge.from === centre || edge.to === centre) {
        near.edges.add(edge.id).size;
        near.add(edge.from).add(edge.to);
      }
    }
    return near;
  };
  const paint = () => {
    const list = shown();
    const visible = new Set(list.flatMap(({ edge }) => [edge.from, edge.to]));
    const near = neighbourhood(list);
    Object.assign(state, { visible, near });
    const labelled = list.length <= data.labelled || (near && near.edges.size <= 12 && nodes.has(state.chosen));
    network.sets.nodes.update(data.nodes.map((node) => nodeStyle(node, visible, near)));
    const drawn = list.map((one) => edgeStyle(one, labelled, near));
    const keep = new Set(drawn.map((one) => one.id));
    network.sets.edges.remove(network.sets.edges.getIds().filter((id) => !keep.has(id)));
    network.sets.edges.update(drawn);
    return list;
  };

  // ---- the panels
  const tell = (list) => {
    const claims = list.flatMap((one) => one.claims);
    const actors = new Set(list.flatMap(({ edge }) => [edge.from, edge.to])).size;
    const outlets = new Set(claims.map((claim) => claim.outlet).filter(Boolean)).size;
    const documents = new Set(claims.map((claim) => claim.document)).size;
    byId("summary").textContent = `${many(claims.length, "claim")} between ${many(actors, "actor")}, from ${many(documents, "document")}` +
      (outlets ? ` of ${many(outlets, "outlet")}` : "");
    const parts = [];
    if (!list.length) parts.push("Nothing passes these filters.");
    if (data.total > data.edges.length) parts.push(`Showing the ${data.edges.length} strongest of ${data.total.toLocaleString("en")} arrows; narrow it down with --actor, --since or --relation, or see the matrix for all of them.`);
    byId("note").textContent = parts.join(" ");
  };
  const count = (claims, key) => claims.reduce((sums, claim) => sums.set(key(claim), (sums.get(key(claim)) || 0) + 1), new Map());
  const without = (name, empty) => {
    const kept = state[name];
    state[name] = empty;
    const claims = data.claims.filter(passes);
    state[name] = kept;
    return claims;
  };
  const choice = (set, keys, refresh, on) => make("input", {
    type: "checkbox", "aria-label": on, onchange: (event) => {
      for (const key of keys) event.target.checked ? set.delete(key) : set.add(key);
      refresh();
    },
  });
  const legend = () => {
    const sums = count(without("relations", new Set()), (claim) => edges.get(claim.edge).relation);
    const rows = [];
    for (const [family, about] of Object.entries(data.families)) {
      const relations = Object.keys(data.relations).filter((one) => data.relations[one].family === family);
      if (!relations.length) continue;
      const total = relations.reduce((sum, one) => sum + (sums.get(one) || 0), 0);
      const box = choice(state.relations, relations, refresh, about.label);
      box.checked = relations.some((one) => !state.relations.has(one));
      box.indeterminate = box.checked && relations.some((one) => state.relations.has(one));
      rows.push(make("label", { class: total ? "family" : "family none" }, box, make("span", { text: about.label }), make("span", { class: "count", text: (total).toLocaleString("en") })));
      for (const one of relations.sort((a, b) => (sums.get(b) || 0) - (sums.get(a) || 0))) {
        const single = choice(state.relations, [one], refresh, data.relations[one].label);
        single.checked = !state.relations.has(one);
        rows.push(make("label", { class: sums.get(one) ? "row" : "row none" }, single, sample(one),
          make("span", { text: data.relations[one].label }), make("span", { class: "count", text: (sums.get(one) || 0).toLocaleString("en") })));
      }
    }
    byId("relations").replaceChildren(...rows);
  };
  const boxes = (name, key, values) => {
    const sums = count(without(name, new Set()), (claim) => claim[key]);
    byId(name).replaceChildren(...values.map((value) => {
      const box = choice(state[name], [value], refresh, value);
      box.checked = !state[name].has(value);
      return make("label", { class: sums.get(value) ? "row plain" : "row plain none" }, box,
        make("span", { text: value }), make("span", { class: "count", text: (sums.get(value) || 0).toLocaleString("en") }));
    }));
  };
  const histogram = () => {
    const undated = data.claims.length - dated.length;
    byId("when").classList.toggle("hidden", !data.claims.length);
    byId("undated-line").classList.toggle("hidden", !undated || !bins);
    byId("undated-text").textContent = `and ${many(undated, "claim")} without a date`;
    if (!bins) { byId("when").classList.add("hidden"); return; }
    const sums = new Array(bins).fill(0);
    const [from, to] = [state.from, state.to];
    [state.from, state.to] = [0, bins];
    for (const claim of dated) if (passes(claim)) sums[bin(claim.earliest || claim.latest)] += 1;
    [state.from, state.to] = [from, to];
    const top = Math.max(1, ...sums);
    const svg = byId("bars");
    svg.setAttribute("viewBox", `0 0 ${bins} 44`);
    svg.replaceChildren(...sums.map((sum, index) => {
      const height = sum ? Math.max(3, 42 * sum / top) : 1;
      return draw("rect", { x: index + 0.08, y: 44 - height, width: 0.84, height, class: index >= from && index <= to ? "in" : "" });
    }));
    for (const [id, value] of [["from", from], ["to", to]]) {
      Object.assign(byId(id), { min: 0, max: Math.max(0, bins - 1), value, disabled: bins < 2 });
      byId(id).classList.toggle("hidden", bins < 2);
      svg.classList.toggle("hidden", bins < 2);
    }
    byId("from-text").textContent = nice(iso(first + from * step));
    byId("to-text").textContent = bins < 2 ? "" : nice(iso(Math.min(last, first + (to + 1) * step - 1)));
  };
  const table = (list) => {
    byId("rows").replaceChildren(...list.sort(stronger).map(({ edge, claims }) => {
      const days = claims.flatMap((claim) => [claim.earliest, claim.latest]).filter(Boolean).sort();
      const states = [...count(claims, (claim) => claim.status)].map(([status, sum]) => `${status} ${sum}`).join(", ");
      const cells = [
        make("td", { text: name(edge.from) }),
        make("td", {}, make("button", { type: "button", text: phrase(edge), onclick: () => choose(edge.id) })),
        make("td", { text: name(edge.to) }),
        ...[claims.length, new Set(claims.map((claim) => claim.document)).size, new Set(claims.map((claim) => claim.outlet).filter(Boolean)).size]
          .map((number) => make("td", { class: "number", text: number })),
        make("td", { text: days[0] || "" }), make("td", { text: days.at(-1) || "" }), make("td", { text: states }),
      ];
      return make("tr", { class: edge.id === state.chosen ? "chosen" : null }, ...cells);
    }));
  };
  const quote = (claim) => {
    const letters = Array.from(claim.sentence);
    const part = (from, to) => letters.slice(from, to).join("");
    return make("blockquote", {}, part(0, claim.start), make("mark", { text: part(claim.start, claim.end) }), part(claim.end));
  };
  const card = (claim) => {
    const chips = [make("span", { class: claim.status === "actual" ? "chip" : "chip strong", text: claim.status })];
    if (claim.stance !== "reports") chips.push(make("span", { class: "chip strong", text: claim.stance }));
    chips.push(make("span", { class: "chip", text: period(claim) }));
    chips.push(make("span", { class: "chip", text: `confidence ${claim.confidence.toFixed(2)}` }));
    const origin = [claim.outlet, claim.published ? `published ${nice(claim.published)}` : null].filter(Boolean).join(" · ");
    const from = make("p", { class: "from" });
    const says = { reports: "According to ", alleges: "Alleged by ", denies: "Denied by " }[claim.stance];
    if (claim.source) from.append(says, make("strong", { text: claim.source }), make("br"));
    if (claim.title) from.append(make("span", { text: claim.title }), make("br"));
    from.append(origin || claim.document);
    if (/^https?:\/\//i.test(claim.url || "")) from.append(" · ", make("a", { href: claim.url, target: "_blank", rel: "noopener noreferrer", text: "open the article" }));
    const made = make("li", { class: "card" }, quote(claim), make("div", { class: "chips" }, ...chips), from);
    made.style.borderLeftColor = colour(edges.get(claim.edge).relation);
    return made;
  };
  const tie = ({ edge, claims }, text) => make("li", {}, make("button", { type: "button", onclick: () => choose(edge.id) },
    sample(edge.relation), make("span", { text }), make("span", { class: "count", text: (claims.length).toLocaleString("en") })));
  const sentence = (edge) => `${name(edge.from)} ${phrase(edge)} ${name(edge.to)}`;
  const aboutNothing = (list) => [
    make("p", { class: "lead", text: "Click an arrow to read the sentences it rests on." }),
    make("p", { class: "facts", text: "Click an actor for all its arrows, double-click to see it alone. Names that find no room show when you point at the actor or zoom in." }),
    make("h2", { text: "Strongest" }),
    make("ul", { class: "ties" }, ...list.sort(stronger).slice(0, 12).map((one) => tie(one, sentence(one.edge)))),
  ];
  const back = () => make("button", { class: "back", type: "button", text: "← Overview", onclick: () => choose(null) });
  const aboutEdge = (edge, list) => {
    const claims = (list.find((one) => one.edge === edge) || { claims: [] }).claims;
    const facts = [many(claims.length, "claim"), many(new Set(claims.map((claim) => claim.document)).size, "document")];
    const outlets = new Set(claims.map((claim) => claim.outlet).filter(Boolean)).size;
    if (outlets) facts.push(many(outlets, "outlet"));
    const told = claims.filter((claim) => claim.sentence !== null);
    const parts = [back(), make("p", { class: "lead", text: `${name(edge.from)} ${data.relations[edge.relation].symmetric ? "–" : "→"} ${name(edge.to)}` }),
      make("p", { class: "what" }, sample(edge.relation), make("span", { text: phrase(edge) })),
      make("p", { class: "facts", text: facts.join(" · ") }), make("ul", { class: "cards" }, ...told.map(card))];
    if (told.length < claims.length) parts.push(make("p", { class: "more", text: `and ${claims.length - told.length} more, without their sentences here` }));
    return parts;
  };
  const aboutNode = (node, list) => {
    const mine = list.filter(({ edge }) => edge.from === node.id || edge.to === node.id).sort(stronger);
    const out = mine.filter(({ edge }) => edge.from === node.id), into = mine.filter(({ edge }) => edge.from !== node.id);
    const group = (title, ones, text) => ones.length ? [make("h2", { text: title }), make("ul", { class: "ties" }, ...ones.map((one) => tie(one, text(one.edge))))] : [];
    return [back(), make("p", { class: "lead", text: node.name }), make("p", { class: "facts", text: node.kind }),
      ...group("What it does", out, (edge) => `${phrase(edge)} ${name(edge.to)}`),
      ...group("What is done to it", into, (edge) => `${name(edge.from)} ${phrase(edge)} it`)];
  };
  const panel = (list) => {
    const parts = edges.has(state.chosen) ? aboutEdge(edges.get(state.chosen), list)
      : nodes.has(state.chosen) ? aboutNode(nodes.get(state.chosen), list) : aboutNothing(list);
    byId("evidence").replaceChildren(...parts);
  };
  const shapes = {
    box: ["rect", { x: 1, y: 4, width: 20, height: 10, rx: 2 }], square: ["rect", { x: 5, y: 3, width: 12, height: 12 }],
    ellipse: ["ellipse", { cx: 11, cy: 9, rx: 10, ry: 6 }], dot: ["circle", { cx: 11, cy: 9, r: 5.5 }],
    triangle: ["path", { d: "M11 2 L18 15 H4 Z" }], diamond: ["path", { d: "M11 1.5 L18 9 L11 16.5 L4 9 Z" }],
    star: ["path", { d: "M11 1 L13.2 6.7 19 7 14.5 10.8 16 16.6 11 13.4 6 16.6 7.5 10.8 3 7 8.8 6.7 Z" }],
    hexagon: ["path", { d: "M7 3 H15 L19 9 L15 15 H7 L3 9 Z" }],
    database: ["path", { d: "M4 5 C4 2 18 2 18 5 V13 C18 16 4 16 4 13 Z M4 5 C4 8 18 8 18 5" }],
  };
  const types = () => byId("types").replaceChildren(...data.types.map(({ label, shape }) => {
    const [kind, attributes] = shapes[shape] || shapes.ellipse;
    return make("li", {}, draw("svg", { width: 22, height: 18, "aria-hidden": "true" }, draw(kind, { ...attributes, class: "shape" })), make("span", { text: label }));
  }));

  const refresh = () => {
    const list = paint();
    tell(list); legend(); boxes("statuses", "status", data.statuses); boxes("stances", "stance", data.stances); histogram(); table(list); panel(list);
    byId("only").classList.toggle("hidden", !state.only);
    byId("only").textContent = state.only ? `Only ${name(state.only)}  ✕` : "";
    byId("theme").textContent = isDark() ? "Light" : "Dark";
  };
  const choose = (id) => {
    state.chosen = id; state.found = null;
    try { history.replaceState(null, "", id ? "#" + id : " "); } catch { /* not allowed inside a frame */ }
    refresh();
  };
  // all that is shown with its labels, as large as the window allows
  const fit = () => {
    const spread = [...new Set(shown().flatMap(({ edge }) => [edge.from, edge.to]))].map((id) => {
      const { x, y, size, inside, wide, high, font } = nodes.get(id).vis;
      const across = Math.max(inside ? wide / 2 + 22 : wide / 2, size) + 8, up = inside ? high / 2 + 12 : size + 10;
      const label = inside ? 0 : high + 8;
      return [x - across, x + across, y - up - (font.vadjust ? label : 0), y + up + (font.vadjust ? 0 : label)];
    });
    if (!spread.length) return;
    const least = (index) => Math.min(...spread.map((one) => one[index])), most = (index) => Math.max(...spread.map((one) => one[index]));
    const [left, right, top, bottom] = [least(0), most(1), least(2), most(3)], { clientWidth, clientHeight } = byId("picture");
    const below = byId("note").textContent ? byId("note").offsetHeight + 16 : 0;
    const scale = Math.max(0.05, Math.min(1.5, (clientWidth - 64) / (right - left), (clientHeight - 48 - below) / (bottom - top)));
    network.moveTo({ scale, position: { x: (left + right) / 2, y: (top + bottom + below / scale) / 2 }, animation: false });
  };
  const focus = (id) => { state.only = id; state.chosen = id; refresh(); fit(); };

  // ---- what people do
  network.on("click", ({ nodes: hit, edges: near }) => choose(hit[0] ?? near[0] ?? null));
  network.on("doubleClick", ({ nodes: hit }) => { if (hit.length) focus(hit[0]); });
  const hover = (id) => { state.hover = id; paint(); };
  network.on("hoverEdge", ({ edge }) => hover(edge));
  network.on("blurEdge", () => hover(null));
  network.on("hoverNode", ({ node }) => hover(node));
  network.on("blurNode", () => hover(null));
  network.on("afterDrawing", names);
  network.on("beforeDrawing", (context) => {
    context.save(); context.setTransform(1, 0, 0, 1, 0, 0); context.fillStyle = tone("paper");
    context.fillRect(0, 0, context.canvas.width, context.canvas.height); context.restore();
  });
  byId("only").addEventListener("click", () => { state.only = null; refresh(); fit(); });
  byId("search").addEventListener("input", (event) => {
    const text = event.target.value.trim().toLowerCase();
    state.found = text ? (data.nodes.find((node) => node.name.toLowerCase().startsWith(text)) || data.nodes.find((node) => node.name.toLowerCase().includes(text)) || {}).id ?? null : null;
    state.chosen = null;
    refresh();
  });
  byId("search").addEventListener("keydown", (event) => { if (event.key === "Enter" && state.found) choose(state.found); });
  byId("outlet").append(make("option", { value: "", text: "All outlets" }), ...[...new Set(data.claims.map((claim) => claim.outlet).filter(Boolean))].sort().map((outlet) => make("option", { value: outlet, text: outlet })));
  byId("outlet").addEventListener("change", (event) => { state.outlet = event.target.value; refresh(); });
  byId("sure").addEventListener("input", (event) => {
    state.sure = Number(event.target.value);
    byId("sure-text").textContent = state.sure ? `≥ ${(state.sure / 100).toFixed(2)}` : "any";
    refresh();
  });
  byId("undated").addEventListener("change", (event) => { state.undated = event.target.checked; refresh(); });
  byId("from").addEventListener("input", (event) => { state.from = Math.min(Number(event.target.value), state.to); refresh(); });
  byId("to").addEventListener("input", (event) => { state.to = Math.max(Number(event.target.value), state.from); refresh(); });
  // drag over the bars to choose a time, double-click for all of it; the two sliders do it by keyboard
  let begun = null;
  const under = (event) => {
    const box = byId("bars").getBoundingClientRect();
    return Math.max(0, Math.min(bins - 1, Math.floor((event.clientX - box.left) / box.width * bins)));
  };
  const brush = (event) => {
    if (begun === null) return;
    [state.from, state.to] = [Math.min(begun, under(event)), Math.max(begun, under(event))];
    refresh();
  };
  byId("bars").addEventListener("pointerdown", (event) => { begun = under(event); brush(event); });
  addEventListener("pointermove", brush);
  addEventListener("pointerup", () => { begun = null; });
  byId("bars").addEventListener("dblclick", () => { [state.from, state.to] = [0, bins - 1]; refresh(); });
  const views = ["picture", "matrix", "table"];
  const view = (name) => {
    document.body.dataset.view = name;
    for (const one of views) byId("show-" + one).setAttribute("aria-pressed", String(one === name));
  };
  for (const one of views) byId("show-" + one).addEventListener("click", () => view(one));
  // a number of the matrix leads to the strongest arrow of its pair, if that is drawn
  const known = new Map(data.nodes.map((node) => [node.iri, node.id]));
  for (const cell of document.querySelectorAll("#matrix [data-from]")) {
    const [from, to] = [known.get(cell.dataset.from), known.get(cell.dataset.to)];
    const joins = (edge) => (edge.from === from && edge.to === to) || (data.relations[edge.relation].symmetric && edge.from === to && edge.to === from);
    const strongest = from && to && data.edges.find(joins);
    if (!strongest) continue;
    cell.classList.add("leads");
    cell.addEventListener("click", () => { view("picture"); choose(strongest.id); });
  }
  byId("theme").addEventListener("click", () => { document.documentElement.dataset.theme = isDark() ? "light" : "dark"; refresh(); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", refresh);
  const zoom = (factor) => network.moveTo({ scale: network.getScale() * factor });
  byId("in").addEventListener("click", () => zoom(1.3));
  byId("out").addEventListener("click", () => zoom(1 / 1.3));
  byId("fit").addEventListener("click", fit);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { byId("search").value = ""; state.only = null; choose(null); }
    if (event.key === "/" && !/^(input|select|textarea)$/i.test(event.target.tagName)) { event.preventDefault(); byId("search").focus(); }
  });
  const save = (blob, file) => {
    const link = make("a", { href: URL.createObjectURL(blob), download: file });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 5000);
  };
  const cell = (value) => {
    const text = String(value ?? "");
    const safe = typeof value !== "number" && /^[=+\-@\t\r]/.test(text) ? "'" + text : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  byId("save-csv").addEventListener("click", () => {
    const columns = ["subject", "relation", "object", "status", "stance", "according_to", "earliest", "latest", "confidence", "document", "title", "outlet", "published", "url", "sentence", "evidence"];
    const lines = shown().sort(stronger).flatMap(({ edge, claims }) => claims.map((claim) => [name(edge.from), phrase(edge), name(edge.to), claim.status,
      claim.stance, claim.source, claim.earliest, claim.latest, claim.confidence, claim.document, claim.title, claim.outlet, claim.published, claim.url,
      claim.sentence, claim.sentence === null ? null : Array.from(claim.sentence).slice(claim.start, claim.end).join("")]));
    save(new Blob(["\ufeff" + [columns, ...lines].map((line) => line.map(cell).join(",") + "\r\n").join("")], { type: "text/csv" }), "claims.csv");
  });
  byId("save-png").addEventListener("click", () => document.querySelector("#picture canvas").toBlob((blob) => save(blob, "picture.png")));

  const asked = location.hash.slice(1);
  if (edges.has(asked) || nodes.has(asked)) state.chosen = asked;
  types();
  view(state.chosen ? "picture" : document.body.dataset.first);
  refresh();
  fit();
  new ResizeObserver(() => { network.setSize("100%", "100%"); network.redraw(); fit(); }).observe(byId("stage"));
})();
