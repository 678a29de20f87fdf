"use strict";
// Draws the items of a report from the data in the page. Text goes in as text, never as markup.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const find = (id) => document.getElementById(id);
  const table = find("matrix");
  if (!table) return;

  const MINUS = "\u2212", DASH = "\u2013", FIRST = 500;
  const STEPS = [0.005, 0.1, 0.25, 0.5];
  const paired = data.kind === "comparison";
  const byId = new Map(data.items.map((item) => [item.id, item]));
  const drawer = find("drawer");
  const state = { rows: [], current: -1, sort: null, down: true, all: false, open: null };

  function el(name, properties, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(properties || {})) {
      if (value === null || value === undefined || value === false) continue;
      if (key === "text") made.textContent = value;
      else if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
      else made.setAttribute(key, value === true ? "" : value);
    }
    made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
    return made;
  }

  const outcome = (name) => (name ? data.words.outcomes[name] || name : "Error");
  const cause = (name) => (name ? data.words.causes[name] || name.replaceAll("_", " ") : "");
  const hashOf = (id) => "#item-" + encodeURIComponent(id);

  function number(value, column) {
    if (value === null || value === undefined) return DASH;
    const places = column.rate ? 2 : 1;
    const text = Math.abs(value).toFixed(places);
    if (!paired) return value < 0 ? MINUS + text : text;
    return Number(text) === 0 ? text : (value > 0 ? "+" : MINUS) + text;
  }

  function tint(value, column) {
    if (value === null || value === undefined || column.neutral || !column.rate) return "";
    if (paired) {
      const gain = column.down ? -value : value;
      return Math.abs(gain) < 0.005 ? "even" : gain > 0 ? "gain" : "loss-" + STEPS.filter((step) => -gain > step).length;
    }
    const lost = column.down ? value : 1 - value;
    return "loss-" + STEPS.filter((step) => lost > step).length;
  }

  // Filters

  const columnChoice = find("columns");
  const families = [...new Set(data.columns.map((column) => column.family))];
  for (const [value, label] of [["main", "Main"], ...families.map((each) => ["=" + each, each]), ["all", "All"]])
    columnChoice.append(el("option", { value, text: label }));

  function shownColumns() {
    const chosen = columnChoice.value;
    const all = data.columns.map((column, place) => ({ ...column, place }));
    if (chosen === "main") { const main = all.filter((column) => column.main); return main.length ? main : all; }
    return chosen === "all" ? all : all.filter((column) => "=" + column.family === chosen);
  }

  const filters = [...document.querySelectorAll("select[data-filter]")];
  const tests = {
    change: (item, value) => item.change === value,
    cause: (item, value) => (value === "any" ? item.lost : value === "none" ? !item.lost : item.cause === value),
    got: (item, value) => item.got === value,
    expect: (item, value) => item.expect === value,
    tag: (item, value) => item.tags.includes(value),
    half: (item, value) => item.half === value,
  };

  function matching() {
    const wanted = find("search").value.toLowerCase().split(/\s+/).filter(Boolean);
    const chosen = filters.filter((each) => each.value);
    return data.items.filter((item) => {
      const text = (item.id + " " + item.question).toLowerCase();
      return wanted.every((word) => text.includes(word)) && chosen.every((each) => tests[each.dataset.filter](item, each.value));
    });
  }

  function sorted(rows) {
    if (state.sort === null) return rows;
    const read = typeof state.sort === "number" ? (item) => item.m[state.sort] : (item) => item[state.sort];
    const sign = state.down ? 1 : -1;
    // What has no value stands last, whichever way.
    return [...rows].sort((a, b) => {
      const [x, y] = [read(a), read(b)];
      if (x === null || x === undefined) return y === null || y === undefined ? 0 : 1;
      if (y === null || y === undefined) return -1;
      return sign * (x < y ? -1 : x > y ? 1 : 0);
    });
  }

  // The table

  function head(columns) {
    const cell = (key, label, title, kind) => {
      const on = state.sort === key;
      const mark = on ? (state.down ? " \u2191" : " \u2193") : "";
      const button = el("button", { type: "button", title, onclick: () => sortBy(key) }, label, el("span", { "aria-hidden": "true", text: mark }));
      return el("th", { scope: "col", class: kind, "aria-sort": on ? (state.down ? "ascending" : "descending") : null }, button);
    };
    return el("tr", {},
      cell("id", "Item", "Sort by id", "first"),
      cell("got", paired ? "Outcome, A to B" : "Outcome", "Sort by outcome"),
      cell("cause", "Cause", "Sort by cause of failure"),
      cell("confidence", "Confidence", "The probability that the engine gave its answer", "number"),
      columns.map((column) => cell(column.place, column.label, column.definition, "number")));
  }

  function sortBy(key) {
    if (state.sort !== key) [state.sort, state.down] = [key, true];
    else if (state.down) state.down = false;
    else state.sort = null;
    draw();
    table.tHead.querySelector("[aria-sort] button")?.focus();
  }

  function outcomeCell(item) {
    const parts = paired && item.before !== item.got ? [outcome(item.before) + " \u2192 " + outcome(item.got)] : [outcome(item.got)];
    if (item.got !== item.expect) parts.push(el("span", { class: "beside", text: "expected " + outcome(item.expect).toLowerCase() }));
    return el("td", { class: "outcome" }, parts);
  }

  function row(item, columns) {
    const link = el("a", { href: hashOf(item.id), class: "id", text: item.id });
    const first = el("th", { scope: "row", class: "first" }, link, el("span", { class: "question", text: item.question }));
    const confidence = item.confidence === null || item.confidence === undefined ? DASH : item.confidence.toFixed(2);
    const made = el("tr", { id: "item-" + item.id }, first, outcomeCell(item),
      el("td", {}, item.cause ? el("span", { class: item.lost ? "chip lost" : "chip", text: cause(item.cause) }) : ""),
      el("td", { class: "number", text: confidence }),
      columns.map((column) => el("td", { class: "number " + tint(item.m[column.place], column), text: number(item.m[column.place], column) })));
    made.addEventListener("click", (event) => {
      if (!event.target.closest("a") && !String(getSelection())) location.hash = hashOf(item.id);
    });
    return made;
  }

  function draw() {
    const columns = shownColumns();
    state.rows = sorted(matching());
    const kept = state.all ? state.rows : state.rows.slice(0, FIRST);
    table.tHead.replaceChildren(head(columns));
    table.tBodies[0].replaceChildren(...kept.map((item) => row(item, columns)));
    const total = data.items.length;
    find("shown").textContent = state.rows.length === total ? total + " items"
      : state.rows.length ? state.rows.length + " of " + total + " items" : "No item fits these filters.";
    find("more").hidden = kept.length === state.rows.length;
    find("more").textContent = "Show the other " + (state.rows.length - kept.length);
    find("reset").hidden = !filters.some((each) => each.value) && !find("search").value;
    state.current = state.rows.findIndex((item) => item.id === (state.open || state.focused));
    mark();
  }

  function mark() {
    for (const each of table.querySelectorAll("tr.current")) each.classList.remove("current");
    if (state.open) find("item-" + state.open)?.classList.add("current");
  }

  // One item

  const section = (title, ...children) => el("section", {}, el("h4", { text: title }), children);
  const list = (items, kind) => el("ul", { class: kind || null }, items.map((item) => el("li", {}, item)));

  function expected(item, detail, view) {
    const entries = [];
    const entry = (term, ...values) => entries.push(el("div", {}, el("dt", { text: term }), el("dd", {}, values)));
    entry("Outcome", outcome(item.expect) + (detail.reason ? ", " + detail.reason.replaceAll("_", " ") : ""));
    if (detail.refs.length) entry("Must cite", detail.refs.join(", "));
    if (detail.also.length) entry("May cite", detail.also.join(", "));
    if (detail.facts.length) entry("Facts", list(detail.facts.map((forms, place) => {
      const stated = view && view.facts ? view.facts[place] : null;
      const said = stated === null || stated === undefined ? "" : stated ? "stated" : "missing";
      return [forms.join(" / ") + " ", said ? el("span", { class: said === "missing" ? "chip lost" : "chip", text: said }) : ""];
    }), "facts"));
    if (detail.must_not.length) entry("Must not say", detail.must_not.join(" / "));
    if (detail.spans.length) entry("Gold", list(detail.spans.map(([ref, quote]) => [el("b", { text: ref + " " }), el("q", { text: quote })])));
    return el("dl", { class: "entries" }, entries);
  }

  function labels(numbers, view) {
    return numbers.map((label) => {
      const found = view.citations.find((each) => each[0] === label);
      return el("span", { class: "label", text: " [" + label + (found ? " " + found[1] : "") + "]" });
    });
  }

  function answer(view) {
    if (view.error) return el("p", { class: "problem", text: view.error });
    const parts = view.sentences.length
      ? view.sentences.map(([text, kind, numbers]) => kind === "quote"
        ? el("p", { class: "quote" }, el("q", { text }), labels(numbers, view))
        : el("p", { class: kind === "outline" ? "quote" : "said" }, text, labels(numbers, view)))
      : [el("p", { class: "said", text: view.text || "Nothing was said." })];
    const wrong = view.citations.filter((each) => !each[4]).map((each) => "[" + each[0] + "] " + each[1]);
    if (wrong.length && view.expects) parts.push(el("p", { class: "beside", text: "Not among the places expected: " + wrong.join(", ") }));
    if (view.candidate) parts.push(el("details", {}, el("summary", { text: "The answer that was held back" }), el("p", { class: "said", text: view.candidate })));
    if (view.nearest.length) parts.push(el("details", {}, el("summary", { text: "Shown as nearest, not as an answer" }),
      list(view.nearest.map(([ref, quote]) => [el("b", { text: ref + " " }), el("q", { text: quote })]))));
    return el("div", { class: "answer" }, parts);
  }

  function passage(id, gold, cited) {
    const known = data.passages[id];
    if (!known || !known.sentences) return null;
    const places = new Map();
    for (const [place, label] of cited) places.set(place, [...(places.get(place) || []), label]);
    const text = known.sentences.flatMap((sentence, place) => {
      const isGold = gold.includes(place), numbers = places.get(place);
      if (!isGold && !numbers) return [sentence, " "];
      const says = [numbers ? numbers.map((label) => "cited [" + label + "]").join(", ") : "", isGold ? "gold" : ""].filter(Boolean).join(", ");
      const kind = (isGold ? "gold " : "") + (numbers ? "cited" : "");
      return [el("mark", { class: kind }, sentence, el("span", { class: "label", text: " " + says })), " "];
    });
    return el("div", { class: "passage" }, el("p", { class: "place", text: known.ref + (known.part ? ", " + known.part : "") }), el("p", { class: "text" }, text));
  }

  function evidence(detail, view) {
    const ids = [...new Set([...Object.keys(view.cited), ...Object.keys(detail.gold)])];
    const parts = ids.map((id) => passage(id, detail.gold[id] || [], view.cited[id] || [])).filter(Boolean);
    if (!parts.length) parts.push(...view.citations.map(([label, ref, part, quote]) =>
      el("div", { class: "passage" }, el("p", { class: "place", text: "[" + label + "] " + ref + (part ? ", " + part : "") }), el("p", { class: "text" }, el("mark", { class: "cited", text: quote })))));
    return parts.length ? section("Evidence", parts) : null;
  }

  function ranking(detail, view) {
    if (!view.ranking.length) return null;
    const wanted = new Set([...detail.refs, ...detail.also]);
    return section("Ranking, first " + view.ranking.length, el("ol", { class: "ranking" }, view.ranking.map(([id, ref, score]) => {
      const known = data.passages[id];
      const text = known ? known.extract || known.sentences.join(" ").slice(0, 140) + "\u2026" : id;
      const tags = [detail.gold[id] ? "gold" : wanted.has(ref) ? "expected place" : "", view.cited[id] ? "cited" : ""].filter(Boolean);
      return el("li", {}, el("b", { text: ref + " " }), el("span", { class: "beside inline", text: score.toFixed(4) + " " }),
        tags.map((tag) => el("span", { class: "chip", text: tag })), el("span", { class: "extract", text }));
    })));
  }

  function values(item) {
    return section(paired ? "Measures, B minus A" : "Measures", el("dl", { class: "values" }, data.columns.map((column, place) =>
      item.m[place] === null ? null : el("div", { title: column.definition }, el("dt", { text: column.label }), el("dd", { class: tint(item.m[place], column), text: number(item.m[place], column) })))));
  }

  function standing(view) {
    const parts = [outcome(view.outcome)];
    if (view.reason) parts.push(view.reason.replaceAll("_", " "));
    if (view.confidence !== null && view.confidence !== undefined) parts.push("confidence " + view.confidence.toFixed(2));
    if (view.ms !== null) parts.push(view.ms.toFixed(0) + " ms");
    return el("p", { class: "standing" }, parts.join(" \u00b7 "), view.cause ? el("span", { class: "chip lost", text: cause(view.cause) }) : null);
  }

  function viewOf(item, detail, view, name) {
    view.expects = detail.refs.length > 0;
    return el("div", { class: "view" },
      section(paired ? name : "Answer", standing(view), view.standalone ? el("p", { class: "beside", text: "Read as: " + view.standalone }) : null, answer(view)),
      evidence(detail, view), ranking(detail, view));
  }

  function body(item) {
    const detail = data.details[item.id];
    if (!detail) return [el("p", { class: "note", text: "The details of this item stand in answers.jsonl only." }), values(item)];
    const history = detail.history.length ? section("Conversation so far", detail.history.map(([role, content]) =>
      el("p", { class: "turn " + (role === "user" ? "user" : "assistant") }, el("b", { text: role === "user" ? "Asked: " : "Answered: " }), content))) : null;
    return [history, section("Expected", expected(item, detail, paired ? null : detail.views[0])),
      el("div", { class: paired ? "views" : null }, detail.views.map((view, place) => viewOf(item, detail, view, (paired ? "AB"[place] + ": " : "") + data.names[place]))),
      values(item)];
  }

  function open(id) {
    const item = byId.get(id);
    if (!item) return close(false);
    const wasOpen = state.open !== null;
    state.open = state.focused = id;
    if (!state.rows.includes(item)) { clear(); draw(); }
    state.current = state.rows.indexOf(item);
    const step = (by, label, mark) => el("button", { type: "button", "aria-label": label, onclick: () => move(by), disabled: !state.rows[state.current + by], text: mark });
    const chips = [...item.tags, item.half ? item.half + " half" : "", item.group && item.group !== item.id ? "group " + item.group : ""].filter(Boolean);
    drawer.replaceChildren(
      el("div", { class: "bar" }, el("span", { class: "name", text: item.id }),
        el("span", { class: "beside inline", text: state.current + 1 + " of " + state.rows.length }),
        el("span", { class: "grow" }), step(-1, "Previous item", "\u2191"), step(1, "Next item", "\u2193"),
        el("button", { type: "button", onclick: () => close(true), text: "Close" })),
      el("h3", { id: "drawer-title", text: item.question }),
      el("p", { class: "chips" }, chips.map((chip) => el("span", { class: "chip", text: chip }))),
      ...body(item).filter(Boolean));
    drawer.hidden = false;
    drawer.classList.toggle("wide", paired);
    drawer.scrollTop = 0;
    document.body.classList.add("drilled");
    mark();
    if (!wasOpen || !drawer.contains(document.activeElement)) drawer.focus({ preventScroll: true });
    reveal(id);
  }

  function reveal(id) {
    find("item-" + id)?.scrollIntoView({ block: "nearest" });
  }

  function close(focusRow) {
    if (state.open === null) return;
    const id = state.open;
    state.open = null;
    drawer.hidden = true;
    document.body.classList.remove("drilled");
    mark();
    if (location.hash.startsWith("#item-")) history.replaceState(null, "", location.pathname + location.search + "#items");
    if (focusRow) find("item-" + id)?.querySelector("a").focus();
  }

  function move(by) {
    const next = state.rows[state.current < 0 ? 0 : state.current + by];
    if (!next) return;
    state.current = state.rows.indexOf(next);
    if (state.open !== null) {
      history.replaceState(null, "", hashOf(next.id));
      open(next.id);
      return;
    }
    state.focused = next.id;
    find("item-" + next.id)?.querySelector("a").focus();
  }

  function follow() {
    if (!location.hash.startsWith("#item-")) return close(false);
    let id = location.hash.slice(6);
    try { id = decodeURIComponent(id); } catch { /* as it was typed */ }
    open(id);
  }

  function clear() {
    for (const each of filters) each.value = "";
    find("search").value = "";
  }

  // What a person does

  find("filters").addEventListener("submit", (event) => event.preventDefault());
  find("filters").addEventListener("input", draw);
  find("reset").addEventListener("click", () => { clear(); draw(); find("search").focus(); });
  find("more").addEventListener("click", () => { state.all = true; draw(); });
  for (const button of document.querySelectorAll("button[data-cause]"))
    button.addEventListener("click", () => {
      clear();
      find("cause").value = button.dataset.cause;
      draw();
      find("items").scrollIntoView();
      find("cause").focus({ preventScroll: true });
    });
  table.addEventListener("focusin", (event) => {
    const id = event.target.closest("tbody tr")?.id.slice(5);
    if (!id) return;
    state.focused = id;
    state.current = state.rows.findIndex((item) => item.id === id);
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.matches("input, select, textarea");
    if (event.key === "Escape") {
      if (typing) event.target.blur();
      else close(true);
    } else if (typing) return;
    else if (event.key === "/") { event.preventDefault(); find("search").focus(); }
    else if (event.key === "j") move(1);
    else if (event.key === "k") move(-1);
  });
  window.addEventListener("hashchange", follow);
  // Paper cannot be unfolded.
  const folds = [];
  window.addEventListener("beforeprint", () => {
    for (const each of document.querySelectorAll("main > section > details:not([open])")) { each.open = true; folds.push(each); }
  });
  window.addEventListener("afterprint", () => { for (const each of folds.splice(0)) each.open = false; });
  draw();
  follow();
})();
