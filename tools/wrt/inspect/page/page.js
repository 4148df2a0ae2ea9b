// The page of `wrt inspect --html`. Everything that comes from a module is put into the document as text, never as
// markup: names are whatever a stranger wrote.
//
// #module holds sizes and names of all functions. Of #listings, line i is the listing of the i-th defined function, or
// empty; a line is parsed when its function is chosen, so that a large page opens as fast as a small one.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"use strict";

const element = (id) => document.getElementById(id);
const data = JSON.parse(element("module").textContent);
const listings = element("listings").textContent.split("\n");
const MOST_CELLS = 300; // functions that have a cell of their own in the treemap
const BANDS = 6; // colours of the bars that tell neighbouring instructions apart

const BLOCK = /  ;; @\d+$/; // the number of a block, behind the instruction that opens or closes it

const number = new Intl.NumberFormat("en-US");

function bytes(size) {
  const units = ["B", "KiB", "MiB", "GiB"];
  let unit = 0;
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    ++unit;
  }
  return (unit === 0 ? size : size.toFixed(1)) + " " + units[unit];
}

const hex = (value) => "0x" + value.toString(16).padStart(6, "0");
const counted = (count, noun) => number.format(count) + " " + noun + (count === 1 ? "" : "s");

// A new element with classes and a text, or children.
function make(tag, classes, ...content) {
  const made = document.createElement(tag);
  if (classes) made.className = classes;
  made.append(...content);
  return made;
}

// --- Functions -----------------------------------------------------------------------------------------------------

// index, name, wasm (bytes of the body, or null), code (bytes of machine code), ratio, row (in #listings)
const functions = data.functions.code.map((code, row) => {
  const wasm = data.functions.wasm ? data.functions.wasm[row] : null;
  const name = data.functions.names[row];
  return { row, index: data.functions.first + row, name, wasm, code, ratio: wasm ? code / wasm : null };
});
const title = (each) => each.name || "function " + each.index;
const codeBytes = functions.reduce((sum, each) => sum + each.code, 0);
const bodyBytes = functions.reduce((sum, each) => sum + (each.wasm || 0), 0);
const usualRatio = bodyBytes ? codeBytes / bodyBytes : 1;

const state = { chosen: null, view: data.wasm ? "wasm" : "native", search: "", sort: "code", descending: true };

// --- Lists of which only the visible rows exist ----------------------------------------------------------------------

class VirtualList {
  // `draw(i, row)` fills the element of row i; `mark(i, row)` sets the classes that change; `move(i)` is told that the
  // cursor went to a row by keyboard; `enter(i)` that a row was clicked, or Enter pressed on it.
  constructor(box, { draw, mark = () => {}, move = () => {}, enter = () => {} }) {
    Object.assign(this, { box, draw, mark, move, enter, count: 0, cursor: -1, shown: new Map() });
    this.height = parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--row"));
    this.space = box.appendChild(make("div", "space"));
    box.addEventListener("scroll", () => this.render());
    box.addEventListener("keydown", (event) => this.key(event));
    box.addEventListener("click", (event) => {
      const i = this.rowOf(event.target);
      if (i >= 0) this.go(i, this.enter);
    });
    new ResizeObserver(() => this.render()).observe(box);
  }

  // Shows `count` other rows.
  reset(count) {
    this.count = count;
    this.cursor = -1;
    this.shown.clear();
    this.space.replaceChildren();
    this.space.style.height = count * this.height + "px";
    this.box.scrollTo(0, 0);
    this.render();
  }

  render() {
    const first = Math.max(0, Math.floor(this.box.scrollTop / this.height) - 8);
    const last = Math.min(this.count, Math.ceil((this.box.scrollTop + this.box.clientHeight) / this.height) + 8);
    for (const [i, row] of this.shown) {
      if (i >= first && i < last) continue;
      row.remove();
      this.shown.delete(i);
    }
    for (let i = first; i < last; ++i) {
      if (this.shown.has(i)) continue;
      const row = make("div", "row");
      row.id = this.box.id + "-" + i;
      row.dataset.row = i;
      row.setAttribute("role", "option");
      row.setAttribute("aria-setsize", this.count);
      row.setAttribute("aria-posinset", i + 1);
      row.style.top = i * this.height + "px";
      this.draw(i, row);
      this.shown.set(i, this.space.appendChild(row));
    }
    this.update();
  }

  // Sets the marks of all rows anew.
  update() {
    for (const [i, row] of this.shown) {
      row.classList.toggle("cursor", i === this.cursor);
      this.mark(i, row);
    }
    if (this.shown.has(this.cursor)) this.box.setAttribute("aria-activedescendant", this.box.id + "-" + this.cursor);
    else this.box.removeAttribute("aria-activedescendant");
  }

  rowOf(target) {
    const row = target.closest(".row");
    return row ? Number(row.dataset.row) : -1;
  }

  reveal(i) {
    const top = i * this.height;
    const { scrollTop, clientHeight } = this.box;
    if (top < scrollTop || top + this.height > scrollTop + clientHeight)
      this.box.scrollTop = Math.max(0, top - (clientHeight - this.height) / 2);
    this.render();
  }

  go(i, then) {
    this.cursor = i;
    this.reveal(i);
    then(i);
  }

  key(event) {
    const page = Math.max(1, Math.floor(this.box.clientHeight / this.height) - 1);
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity };
    if (event.key === "Enter" && this.cursor >= 0) this.enter(this.cursor);
    if (!(event.key in steps) || this.count === 0) return;
    event.preventDefault();
    this.go(Math.min(this.count - 1, Math.max(0, this.cursor + steps[event.key])), this.move);
  }
}

// --- The list of functions -------------------------------------------------------------------------------------------

let visible = functions;
const COLUMNS = [
  ["index", "Index", "Number of the function in the module"],
  ["name", "Name", "From the name section, or what it is exported as"],
  ["wasm", "Wasm", "Bytes of the body in the module"],
  ["code", "Code", "Bytes of machine code"],
  ["ratio", "Ratio", "Bytes of machine code for a byte of WebAssembly"],
];

const list = new VirtualList(element("functions"), {
  draw(i, row) {
    const each = visible[i];
    const cells = [
      each.index,
      title(each),
      each.wasm === null ? "–" : number.format(each.wasm),
      number.format(each.code),
      each.ratio === null ? "–" : each.ratio.toFixed(1),
    ];
    row.append(...cells.map((text) => make("span", "", String(text))));
    row.title = title(each);
  },
  mark(i, row) {
    row.classList.toggle("chosen", visible[i] === state.chosen);
    row.setAttribute("aria-selected", visible[i] === state.chosen);
  },
  move: (i) => choose(visible[i]),
  enter: (i) => choose(visible[i]),
});

function matches(each) {
  const wanted = state.search;
  return wanted === "" || String(each.index) === wanted || title(each).toLowerCase().includes(wanted);
}

function compare(a, b) {
  const [x, y] = state.sort === "name" ? [title(a), title(b)] : [a[state.sort], b[state.sort]];
  const order = x < y ? -1 : x > y ? 1 : 0;
  return (state.descending ? -order : order) || a.index - b.index;
}

function showFunctions() {
  visible = functions.filter(matches).sort(compare);
  element("count").value = number.format(visible.length) + " of " + number.format(functions.length);
  for (const button of element("columns").children) {
    const sorted = button.dataset.column === state.sort;
    if (sorted) button.dataset.sorted = state.descending ? "descending" : "ascending";
    else delete button.dataset.sorted;
  }
  list.reset(visible.length);
  const at = visible.indexOf(state.chosen);
  if (at >= 0) {
    list.cursor = at;
    list.reveal(at);
  }
}

function makeColumns() {
  for (const [column, text, help] of COLUMNS) {
    const button = make("button", "", text);
    button.type = "button";
    button.title = help;
    button.dataset.column = column;
    button.addEventListener("click", () => {
      state.descending = state.sort === column ? !state.descending : column !== "index" && column !== "name";
      state.sort = column;
      showFunctions();
    });
    element("columns").append(button);
  }
  element("search").addEventListener("input", (event) => {
    state.search = event.target.value.trim().toLowerCase();
    showFunctions();
    fadeCells();
  });
  element("search").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && visible.length) choose(visible[0]);
    if (event.key === "ArrowDown" && visible.length) {
      event.preventDefault();
      element("functions").focus();
      if (list.cursor < 0) list.go(0, list.move);
    }
  });
}

// --- The treemap -------------------------------------------------------------------------------------------------------

// Rectangles for items by falling size: rows along the shorter side of what is left, each as long as that makes its
// rectangles squarer (Bruls, Huizing, van Wijk: Squarified Treemaps, 2000).
function squarify(items, { x, y, w, h }) {
  const placed = [];
  const total = items.reduce((sum, item) => sum + item.size, 0);
  const scale = total ? (w * h) / total : 0;
  for (let at = 0; at < items.length; ) {
    const side = Math.min(w, h);
    let area = 0;
    let worst = Infinity;
    let end = at;
    while (end < items.length) {
      const grown = area + items[end].size * scale;
      const ratio = Math.max(
        (side * side * items[at].size * scale) / (grown * grown),
        (grown * grown) / (side * side * items[end].size * scale),
      );
      if (ratio > worst) break;
      worst = ratio;
      area = grown;
      ++end;
    }
    const thickness = side ? area / side : 0;
    let along = 0;
    for (; at < end; ++at) {
      const length = thickness ? (items[at].size * scale) / thickness : 0;
      placed.push(
        w >= h
          ? { item: items[at], x, y: y + along, w: thickness, h: length }
          : { item: items[at], x: x + along, y, w: length, h: thickness },
      );
      along += length;
    }
    if (w >= h) [x, w] = [x + thickness, Math.max(0, w - thickness)];
    else [y, h] = [y + thickness, Math.max(0, h - thickness)];
  }
  return placed;
}

const bySize = (a, b) => b.size - a.size;

// What the treemap shows: the parts of a file, and in place of its code the functions.
function mapItems(view) {
  const source = view === "wasm" ? data.wasm : data.native;
  const parts = source.sections.map(([name, size]) => ({ name, size }));
  const code = parts.find((part) => part.name === source.code);
  const rest = parts.filter((part) => part !== code && part.size > 0);
  const own = functions.map((each) => ({ each, name: title(each), size: each[view === "wasm" ? "wasm" : "code"] }));
  own.sort(bySize);
  const items = own.slice(0, MOST_CELLS).filter((item) => item.size > 0);
  const small = own.slice(MOST_CELLS);
  const size = small.reduce((sum, item) => sum + item.size, 0);
  if (size > 0) items.push({ name: counted(small.length, "smaller function"), size });
  if (code) {
    const other = code.size - own.reduce((sum, item) => sum + item.size, 0);
    const what = view === "wasm" ? "sizes and counts of the code section" : "thunks and padding";
    if (other > 0) items.push({ name: what, size: other });
    rest.push({ name: code.name, size: code.size, items: items.sort(bySize) });
  }
  return rest.sort(bySize);
}

function heat(each) {
  if (each.ratio === null || each.ratio === 0) return 0.5;
  return Math.min(1, Math.max(0, 0.5 + Math.log2(each.ratio / usualRatio) / 3));
}

function drawCell({ item, x, y, w, h }) {
  const cell = make("button", item.each ? "cell function" : "cell");
  cell.type = "button";
  cell.tabIndex = -1;
  cell.setAttribute("role", "option");
  Object.assign(cell.style, { left: x + "px", top: y + "px", width: w + "px", height: h + "px" });
  if (item.each) {
    cell.style.setProperty("--heat", heat(item.each) * 100 + "%");
    cell.dataset.index = item.each.index;
  }
  const label = item.name + ", " + bytes(item.size);
  cell.setAttribute("aria-label", label);
  if (w > 44 && h > 17) cell.append(make("span", "", item.name));
  if (w > 44 && h > 32) cell.append(make("small", "", bytes(item.size)));
  cell.item = item;
  return cell;
}

function drawMap() {
  const box = element("treemap");
  const room = { x: 0, y: 0, w: box.clientWidth, h: box.clientHeight };
  const cells = [];
  for (const part of squarify(mapItems(state.view), room)) {
    if (part.item.items) cells.push(...squarify(part.item.items, part).map(drawCell));
    else cells.push(drawCell(part));
  }
  box.replaceChildren(...cells);
  if (cells.length) cells[0].tabIndex = 0;
  for (const button of element("views").children)
    button.setAttribute("aria-pressed", String(button.dataset.view === state.view));
  fadeCells();
  hint(null);
}

function fadeCells() {
  for (const cell of element("treemap").children) {
    const each = cell.item.each;
    cell.classList.toggle("faded", state.search !== "" && !(each && matches(each)));
    cell.classList.toggle("chosen", Boolean(each) && each === state.chosen);
    cell.setAttribute("aria-selected", Boolean(each) && each === state.chosen);
  }
}

function hint(item) {
  const source = state.view === "wasm" ? data.wasm : data.native;
  const share = (size) => ((100 * size) / source.size).toFixed(1) + " %";
  if (!item) {
    element("hint").textContent =
      state.view === "wasm"
        ? "The module's file by section, and its code by function"
        : "The artefact by section, and its code by function" + (data.native.positions ? "" : "; without positions");
    return;
  }
  let text = item.name + ": " + counted(item.size, "byte") + ", " + share(item.size) + " of " + (state.view === "wasm" ? "the file" : "it");
  if (item.each && item.each.ratio) text += "; ratio " + item.each.ratio.toFixed(1);
  element("hint").textContent = text;
}

function makeMap() {
  const box = element("treemap");
  const views = [["native", "Artefact"]];
  if (data.wasm) views.unshift(["wasm", "Module"]);
  for (const [view, text] of views) {
    const button = make("button", "", text);
    button.type = "button";
    button.dataset.view = view;
    button.addEventListener("click", () => {
      state.view = view;
      drawMap();
    });
    element("views").append(button);
  }
  element("scale").hidden = !bodyBytes;
  element("scale-low").textContent = "less";
  element("scale-high").textContent = "more code a byte than the usual " + usualRatio.toFixed(1);
  const cellOf = (event) => event.target.closest(".cell");
  box.addEventListener("mouseover", (event) => hint(cellOf(event)?.item));
  box.addEventListener("mouseleave", () => hint(null));
  box.addEventListener("focusin", (event) => hint(cellOf(event)?.item));
  box.addEventListener("click", (event) => {
    const each = cellOf(event)?.item.each;
    if (each) choose(each);
  });
  box.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const cell = cellOf(event);
    if (!step || !cell) return;
    event.preventDefault();
    const next = step > 0 ? cell.nextElementSibling : cell.previousElementSibling;
    if (!next) return;
    cell.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  });
  new ResizeObserver(drawMap).observe(box);
}

// --- The chosen function: WebAssembly beside machine code ------------------------------------------------------------

// wasm: rows of {offset, depth, text, band, native: [rows]}; native: rows of {address, size, wasm (row or -1), text,
// comment}.
let shown = { wasm: [], native: [] };
let hot = -1; // the row of `wasm` that is marked, with its machine code
let hotNative = -1; // or a row of `native` that belongs to none

function parseListing(line) {
  const [head, address, offsets, depths, texts, sizes, belongs, native, comments] = JSON.parse(line);
  let offset = 0;
  const wasm = offsets.map((delta, i) => ({
    offset: (offset += delta),
    depth: depths[i] || 0,
    text: texts[i] ? texts[i].replace(BLOCK, "") : "",
    comment: texts[i] ? texts[i].match(BLOCK)?.[0] : "",
    native: [],
  }));
  let at = address;
  const rows = sizes.map((size, i) => {
    const row = { address: at, size, wasm: belongs[i], text: native[i], comment: comments[i] || "" };
    at += size;
    if (row.wasm >= 0) wasm[row.wasm].native.push(i);
    return row;
  });
  let band = 0;
  for (const row of wasm) if (row.native.length) row.band = band++ % BANDS;
  return { head, address, wasm, native: rows };
}

// How listings name a function that is called: $name, $"name with other characters", 12 or func 12.
const CALL = /^(?:call|return_call|ref\.func|callq|jmp|bl|b) (?:(?:func )?(\d+)|\$([^"]+)|\$"(.*)")$/;
const byName = new Map();
for (const each of functions) byName.set(each.name, byName.has(each.name) ? null : each); // null: several have it

function callee(text) {
  const [, index, name, quoted] = text.match(CALL) || [];
  return index !== undefined ? functions[index - data.functions.first] : byName.get(name ?? quoted);
}

// The text of an instruction; a function that it names leads there.
function instruction(text) {
  const end = text.indexOf(" ");
  if (end < 0) return [make("b", "", text)];
  const mnemonic = make("b", "", text.slice(0, end));
  const called = callee(text);
  if (!called) return [mnemonic, text.slice(end)];
  const link = make("a", "", text.slice(end + 1));
  link.href = "#" + called.index;
  link.tabIndex = -1;
  return [mnemonic, " ", link];
}

function band(row, wasm) {
  if (wasm === undefined || wasm.band === undefined) return;
  row.dataset.band = wasm.band;
  row.style.setProperty("--band", "var(--band-" + wasm.band + ")");
}

const wasmPane = new VirtualList(element("wasm"), {
  draw(i, row) {
    const each = shown.wasm[i];
    row.append(make("span", "address", hex(each.offset)));
    row.append("  ".repeat(each.depth), ...instruction(each.text));
    if (each.comment) row.append(make("i", "", each.comment));
    band(row, each);
  },
  mark: (i, row) => row.classList.toggle("hot", i === hot),
  move: (i) => light(i, -1, element("native")),
  enter: (i) => light(i, -1, element("native")),
});

const nativePane = new VirtualList(element("native"), {
  draw(i, row) {
    const each = shown.native[i];
    row.append(make("span", "address", hex(each.address)), ...instruction(each.text));
    if (each.comment) row.append(make("i", "", "  ; " + each.comment));
    band(row, shown.wasm[each.wasm]);
  },
  mark: (i, row) => row.classList.toggle("hot", i === hotNative || (hot >= 0 && shown.native[i].wasm === hot)),
  move: (i) => light(shown.native[i].wasm, i, element("wasm")),
  enter: (i) => light(shown.native[i].wasm, i, element("wasm")),
});

// Marks a WebAssembly instruction and its machine code, or a machine instruction without one. The pane `follow`, if
// there is one, shows what is marked in it.
function light(wasm, native, follow) {
  hot = wasm;
  hotNative = wasm < 0 ? native : -1;
  if (follow && wasm >= 0) {
    if (follow.id === "wasm") wasmPane.reveal(wasm);
    else if (shown.wasm[wasm].native.length) nativePane.reveal(shown.wasm[wasm].native[0]);
  }
  wasmPane.update();
  nativePane.update();
  describe();
}

function describe() {
  const status = element("status");
  if (hot >= 0) {
    const row = shown.wasm[hot];
    const size = row.native.reduce((sum, i) => sum + shown.native[i].size, 0);
    const name = row.text || "the instruction";
    const code = row.native.length ? counted(row.native.length, "machine instruction") + ", " + counted(size, "byte") : "no machine instruction of its own";
    status.textContent = name + " at " + hex(row.offset) + ": " + code;
  } else if (hotNative >= 0) {
    status.textContent = "belongs to no instruction of the function: it sets up the frame, or fills a gap";
  } else {
    status.textContent = "Point at an instruction, or move with the arrow keys, to see what it became or came from.";
  }
}

function note(box, ...content) {
  box.querySelector(".note")?.remove();
  if (content.length) box.append(make("div", "note", ...content));
}

function showListing(each) {
  const line = listings[each.row];
  shown = line ? parseListing(line) : { head: title(each), address: 0, wasm: [], native: [] };
  hot = hotNative = -1;
  element("head").textContent = shown.head;
  element("head").title = shown.head;
  element("wasm-title").textContent =
    each.wasm === null ? "WebAssembly: offsets only; --module shows the instructions" : "WebAssembly, " + counted(each.wasm, "byte");
  element("native-title").textContent = "Machine code for " + data.architecture + ", " + counted(each.code, "byte");
  wasmPane.reset(shown.wasm.length);
  nativePane.reset(shown.native.length);
  note(element("wasm"));
  note(element("native"));
  if (!line) {
    const command = "wrt inspect --asm " + each.index + " FILE";
    note(element("native"), "This page holds the code of the largest functions, up to 32 MiB of listings, and this function is smaller. ", make("code", "", command), " shows it.");
  }
  describe();
}

function choose(each) {
  if (each === state.chosen) return;
  state.chosen = each;
  history.replaceState(null, "", "#" + each.index);
  showListing(each);
  const at = visible.indexOf(each);
  if (at >= 0) {
    list.cursor = at;
    list.reveal(at);
  } else {
    list.update();
  }
  fadeCells();
}

function linkPanes() {
  for (const pane of [wasmPane, nativePane]) {
    pane.box.addEventListener("mouseover", (event) => {
      const i = pane.rowOf(event.target);
      if (i >= 0) light(pane === wasmPane ? i : shown.native[i].wasm, pane === wasmPane ? -1 : i, null);
    });
    pane.box.addEventListener("mouseleave", () => light(-1, -1, null));
  }
}

// --- The head of the page --------------------------------------------------------------------------------------------

function showFacts() {
  document.title = data.file.split("/").pop() + " – wrt inspect";
  element("file").textContent = data.file.split("/").pop();
  element("file").title = data.file;
  const facts = [];
  if (data.wasm) facts.push(["Module", bytes(data.wasm.size)]);
  if (data.native.positions) facts.push(["Artefact", bytes(data.native.size)]);
  facts.push(["Machine code", bytes(codeBytes)]);
  facts.push(["Functions", number.format(functions.length)]);
  facts.push(["Compiled", data.settings + ", " + data.architecture + " (" + data.cpu + ")"]);
  element("facts").append(...facts.map(([name, text]) => make("div", "", make("dt", "", name), make("dd", "", text))));
}

function chosenByAddress() {
  const index = Number(location.hash.slice(1));
  return location.hash.length > 1 ? functions.find((each) => each.index === index) : undefined;
}

showFacts();
makeColumns();
makeMap();
linkPanes();
showFunctions();
drawMap();
describe();
if (functions.length) choose(chosenByAddress() || visible[0]);
addEventListener("hashchange", () => {
  const each = chosenByAddress();
  if (each) choose(each);
});
