// Completion while a label is typed: tags after `[{`, functions and tags by name inside a formula, with what they mean.
import { withCode } from "./words.js";

const FORMULA = { sort: "formula", name: "EVAL", usage: "EVAL{BEGIN}…{END}", kind: "formula", scope: "order", aliases: [], summary: "A formula: what stands between BEGIN and END is computed for each order.", note: "", examples: [] };
const MOST = 60;

// Where the caret stands: what may be completed there, and from where on it is typed already.
export function contextAt(text, caret) {
  const before = text.slice(0, caret), upper = before.toUpperCase();
  const tag = /\[\{([^[\]{}]*)$/.exec(before);
  if (tag) return { sort: "tag", start: caret - tag[1].length, word: tag[1] };
  const begin = upper.lastIndexOf("EVAL{BEGIN}");
  if (begin >= 0 && begin > upper.lastIndexOf("{END}")) {
    const inside = before.slice(begin + 11);
    if (/["']/.test(inside.replace(/"[^"]*"|'[^']*'/g, ""))) return null; // in a text
    const word = /[A-Za-z_]\w*$/.exec(inside)?.[0] ?? "";
    return { sort: "function", start: caret - word.length, word };
  }
  const word = /[A-Za-z]+$/.exec(before)?.[0] ?? "";
  return { sort: "text", start: caret - word.length, word };
}

// Those that fit what is typed: the name begins with it, another name does, or it is in one of them.
export function choices(entries, { sort, word }, scope) {
  const wanted = word.trim().toLowerCase();
  const rank = ({ name, aliases, sort: of }) => {
    const names = [name, ...aliases].map((each) => each.toLowerCase());
    const near = names[0].startsWith(wanted) ? 0 : names.some((each) => each.startsWith(wanted)) ? 1 : names.some((each) => each.includes(wanted)) ? 2 : 9;
    return sort === "function" && of === "tag" ? (near < 2 ? near + 3 : 9) : near;
  };
  const fits = (entry) => (entry.scope !== "line" || scope === "line") && (sort === "tag" ? entry.sort === "tag" : sort === "function" ? entry.sort !== "formula" : entry.sort !== "function");
  const ranked = entries.filter(fits).map((entry) => [rank(entry), entry]).filter(([near]) => near < 9);
  return ranked.sort(([one], [other]) => one - other).map(([, entry]) => entry).slice(0, MOST);
}

export class Completion {
  #entries = null; #shown = []; #active = 0; #context = null;

  // `placeOf` gives where a character of the text is drawn.
  constructor({ code, box, list, about, count, load, scope, placeOf }) {
    Object.assign(this, { code, box, list, about, count, load, scope, placeOf });
    code.addEventListener("input", (event) => { if (event.isTrusted || event.inputType) this.offer(); });
    code.addEventListener("keydown", (event) => this.#key(event));
    code.addEventListener("blur", () => this.close());
    code.addEventListener("click", () => this.close());
    // The text keeps the focus.
    box.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => { const option = event.target.closest("[role=option]"); if (option) { this.#active = Number(option.dataset.number); this.#take(); } });
  }

  get isOpen() { return !this.box.hidden; }

  async offer(isAsked = false) {
    this.#entries ??= [FORMULA, ...(await this.load())];
    const { value, selectionStart, selectionEnd } = this.code;
    const context = selectionStart === selectionEnd ? contextAt(value, selectionStart) : null;
    const isWanted = context && (isAsked || context.sort === "tag" || (context.sort === "function" && context.word) || (context.word.length > 1 && "eval".startsWith(context.word.toLowerCase())));
    if (context && isAsked && context.sort === "text") Object.assign(context, { word: "", start: selectionStart });
    let found = isWanted ? choices(this.#entries, context, this.scope()) : [];
    if (context?.sort === "text" && !isAsked) found = found.filter(({ sort }) => sort === "formula");
    if (!found.length || document.activeElement !== this.code) return this.close();
    this.#context = context;
    this.#shown = found;
    this.#active = 0;
    this.list.replaceChildren(...found.map((entry, number) => this.#option(entry, number)));
    this.box.hidden = false;
    const { left, bottom } = this.placeOf(context.start);
    const room = this.box.offsetParent.clientWidth - this.box.offsetWidth;
    Object.assign(this.box.style, { left: `${Math.max(0, Math.min(left, room))}px`, top: `${bottom + 7}px` });
    this.count.textContent = `${found.length} to choose from`;
    this.#show();
  }

  close() {
    if (!this.isOpen) return;
    this.box.hidden = true;
    this.count.textContent = "";
    this.code.removeAttribute("aria-activedescendant");
  }

  #option(entry, number) {
    const option = document.createElement("li");
    option.id = `completion-${number}`;
    option.dataset.number = number;
    option.setAttribute("role", "option");
    const name = document.createElement("code"), kind = document.createElement("small");
    name.textContent = entry.sort === "formula" ? entry.usage : entry.name;
    kind.textContent = entry.sort === "tag" ? `tag · ${entry.kind}` : entry.sort;
    option.append(name, kind);
    return option;
  }

  #show() {
    [...this.list.children].forEach((option, number) => option.setAttribute("aria-selected", number === this.#active));
    const option = this.list.children[this.#active], entry = this.#shown[this.#active];
    this.code.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
    const parts = [["code", entry.usage], ["p", entry.summary]];
    if (entry.aliases.length) parts.push(["p", `Also: ${entry.aliases.join(", ")}`, "quiet"]);
    for (const { formula, prints } of entry.examples) parts.push(["code", `${formula} → ${prints || "(nothing)"}`, "example"]);
    if (entry.note) parts.push(["p", entry.note, "quiet"]);
    this.about.replaceChildren(...parts.map(([kind, text, className = ""]) => {
      const part = Object.assign(document.createElement(kind), { className });
      return kind === "code" ? Object.assign(part, { textContent: text }) : withCode(part, text);
    }));
    this.about.scrollTop = 0;
  }

  #key(event) {
    if (event.key === " " && event.ctrlKey) { event.preventDefault(); this.offer(true); return; }
    if (!this.isOpen || event.isComposing) return;
    const by = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    const last = this.#shown.length - 1;
    if (by) {
      const next = this.#active + by;
      this.#active = Math.abs(by) > 1 ? Math.min(Math.max(next, 0), last) : next > last ? 0 : next < 0 ? last : next;
      this.#show();
    } else if (event.key === "Enter" || (event.key === "Tab" && !event.shiftKey)) this.#take();
    else if (event.key === "Escape") this.close();
    else {
      if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) this.close();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  #take() {
    const { sort, name, usage } = this.#shown[this.#active], { start } = this.#context;
    const { value, selectionStart } = this.code, rest = value.slice(selectionStart);
    let end = selectionStart, text = usage, caret = 0;
    if (sort === "tag" && this.#context.sort === "tag") {
      text = `${name}}]`;
      end += /^[^[\]{}]*\}\]/.exec(rest)?.[0].length ?? 0; // the rest of a name that stands there already
    } else if (sort === "function") {
      const hasBracket = rest.startsWith("["), isBare = usage.endsWith("[]");
      text = hasBracket ? name : `${name}[]`;
      caret = hasBracket || isBare ? 0 : -1;
    } else if (sort === "formula") {
      text = "EVAL{BEGIN}{END}";
      caret = -5;
    }
    this.close();
    this.code.setSelectionRange(start, end);
    // As if it were typed: the browser's own undo takes it back.
    if (!document.execCommand("insertText", false, text)) {
      this.code.setRangeText(text, start, end, "end");
      this.code.dispatchEvent(new Event("input", { bubbles: true }));
    }
    this.code.setSelectionRange(start + text.length + caret, start + text.length + caret);
    this.close();
  }
}
