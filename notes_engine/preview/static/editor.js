// Edit Label: a label's text and formula, tried as it is typed, compared with what is saved, saved, and undone.
import { Completion } from "./completion.js";
import { fetchJson, find, isReadOnly, say } from "./preview.js";
import { withCode } from "./words.js";

const dialog = find("editor"), code = find("editor-code"), under = find("editor-under"), save = find("editor-save");
const TRY_MS = 120, NEWS_SECONDS = 30;
let open = null; // the label: its place, its text when it was opened, the order and locale it is tried on
let tried = 0, waiting = 0, hasMistakes = false, isShownChange = false, isFaultOfTrying = false;

const make = (kind, text = "", className = "") => Object.assign(document.createElement(kind), { textContent: text, className });
const isDirty = () => open !== null && code.value !== open.text && !isReadOnly;

// --- opening and closing

async function edit(mark) {
  const { template, line, column } = mark.place;
  const { order, printed } = mark.closest(".note").dataset;
  try {
    const label = await fetchJson(`/ui/label?${new URLSearchParams({ template, line, column })}`);
    open = { ...label, order, locale: printed, mark };
  } catch (error) {
    say(told(error), 10);
    return;
  }
  find("editor-about").textContent = about(open);
  find("editor-copying").hidden = !open.packaged || isReadOnly;
  find("editor-copying").textContent = `${template} is the package's: saving copies it into the workspace first.`;
  showUndo(open.undo);
  code.value = open.text;
  showMistakes([]);
  find("editor-shown").replaceChildren();
  find("editor-others").replaceChildren();
  changed();
  if (!dialog.open) dialog.showModal();
  code.focus();
  code.setSelectionRange(code.value.length, code.value.length);
}

function about({ template, line, name, scope, locales }) {
  const uses = locales.length > 1 ? `printed on ${locales.length === 5 ? "all five notes" : `the notes ${locales.join(", ")}`}` : "";
  return [`${template}, line ${line}`, name === "number" ? "the order's number" : name, scope === "line" ? "once for each line of the order" : "", uses].filter(Boolean).join(" · ");
}

function askedToClose() {
  if (isDirty() && !confirm("Close the label and lose what you changed?")) return;
  close();
}

function close(hasWritten = false) {
  const { mark } = open ?? {};
  open = null;
  tried += 1;
  clearTimeout(waiting);
  completion.close();
  dialog.close();
  // The note may have been drawn anew meanwhile, or will be at once.
  (mark?.isConnected && !hasWritten ? mark : find("desk")).focus({ preventScroll: true });
}

function told(error) {
  const { title, detail, file, line } = error.problem ?? {};
  const where = file ? `${file}${line ? `:${line}` : ""}: ` : "";
  return title ? `${where}${title}${detail ? ` (${detail})` : ""}` : `The preview does not answer: ${error.message}`;
}

function showFault(text, isOfTrying = false) {
  find("editor-fault").textContent = "";
  withCode(find("editor-fault"), text);
  find("editor-fault").hidden = !text;
  isFaultOfTrying = isOfTrying;
}

// --- typing

function changed() {
  hideChange();
  showFault("");
  drawUnder([]);
  enable();
  clearTimeout(waiting);
  waiting = setTimeout(attempt, TRY_MS);
}

async function attempt() {
  if (!open) return;
  const mine = ++tried, text = code.value;
  const { order, locale, scope, name } = open;
  try {
    const { mistakes, values } = await fetchJson("/ui/label/try", { order, locale, text, scope, name });
    if (mine !== tried) return;
    showMistakes(mistakes);
    if (!mistakes.length) showValues(values);
    if (isFaultOfTrying) showFault("");
  } catch (error) {
    if (mine === tried) showFault(told(error), true);
  }
}

function enable() {
  if (save) save.disabled = !isDirty() || hasMistakes;
}

function showMistakes(mistakes) {
  hasMistakes = mistakes.length > 0;
  find("editor-state").textContent = hasMistakes ? (mistakes.length === 1 ? "1 mistake" : `${mistakes.length} mistakes`) : "";
  find("editor-mistakes").replaceChildren(...mistakes.map((mistake) => {
    const button = Object.assign(make("button", "", "mistake"), { type: "button" });
    const drawing = make("code", mistake.drawing, "drawing");
    drawing.ariaHidden = "true"; // the place is told in words
    button.append(withCode(make("strong"), `Line ${mistake.line}, column ${mistake.column}: ${mistake.what}`), drawing);
    if (mistake.hint) button.append(withCode(make("span"), mistake.hint));
    button.addEventListener("click", () => { code.focus(); code.setSelectionRange(mistake.start, mistake.end); });
    const item = document.createElement("li");
    item.append(button);
    return item;
  }));
  for (const drawing of find("editor-mistakes").querySelectorAll(".drawing")) {
    const lines = drawing.textContent.split("\n"), column = lines.at(-1).indexOf("^");
    drawing.scrollLeft = (drawing.scrollWidth / Math.max(...lines.map((line) => line.length))) * column - drawing.clientWidth / 2;
  }
  find("editor-before").hidden = !hasMistakes || !find("editor-shown").childElementCount;
  drawUnder(mistakes);
  enable();
}

function showValues(values) {
  const shown = values.filter((value) => value.shown), others = values.filter((value) => !value.shown);
  find("editor-shown").replaceChildren(...(shown.length ? shown.map((value) => valueOf(value, value.line ? `Line ${value.line}` : "")) : [make("p", "The order is not in the export any more.", "quiet")]));
  const table = make("table", "", "label-values");
  table.setAttribute("aria-labelledby", "editor-next");
  for (const value of others) {
    const row = table.insertRow(), head = make("th");
    head.scope = "row";
    head.append(make("span", value.reference), make("small", [value.market, value.line && `line ${value.line}`].filter(Boolean).join(" · ")));
    row.append(head);
    row.insertCell().append(valueOf(value));
  }
  find("editor-others").replaceChildren(others.length ? table : make("p", "There are no others.", "quiet"));
}

function valueOf({ text, problem, hint }, title = "") {
  const value = make("div", "", "label-value");
  if (title) value.append(make("small", title));
  if (text || !problem) value.append(text ? make("span", text, "label-text") : make("span", "prints nothing", "quiet"));
  if (problem) value.append(withCode(make("span", "", "problem"), `${problem}${hint ? ` (${hint})` : ""}`));
  return value;
}

// Behind the text stands the same text, unseen, with the mistakes underlined.
function drawUnder(mistakes) {
  const text = code.value;
  const parts = [];
  let done = 0;
  for (const { start, end } of mistakes) {
    if (start < done) continue;
    parts.push(document.createTextNode(text.slice(done, start)), make("mark", text.slice(start, Math.max(end, start + 1)) || " "));
    done = Math.max(end, start + 1);
  }
  under.replaceChildren(...parts, document.createTextNode(`${text.slice(done)}\n`));
  under.scrollTop = code.scrollTop;
}

function placeOf(offset) {
  const texts = document.createTreeWalker(under, NodeFilter.SHOW_TEXT);
  let left = offset, node = texts.nextNode();
  while (node && left > node.length) { left -= node.length; node = texts.nextNode(); }
  const range = document.createRange();
  if (node) range.setStart(node, left);
  const box = range.getBoundingClientRect(), around = under.getBoundingClientRect();
  return { left: box.left - around.left, bottom: box.bottom - around.top };
}

// Before the completion, which looks at where the text is drawn.
code.addEventListener("input", changed);

const completion = new Completion({
  code, placeOf, box: find("completion"), list: find("completion-list"), about: find("completion-about"), count: find("completion-count"),
  load: () => fetchJson("/ui/completions"), scope: () => open?.scope,
});

// --- saving and undoing

function hideChange() {
  isShownChange = false;
  find("editor-change").hidden = true;
  if (save) save.textContent = "Save…";
}

async function saving() {
  if (!save || save.disabled || !open) return;
  const { template, line, column, text: was } = open;
  const change = { template, line, column, was, text: code.value };
  save.disabled = true;
  try {
    if (!isShownChange) showChange(await fetchJson("/ui/label/diff", change), change.text);
    else {
      const { words, undo } = await fetchJson("/ui/label/save", change);
      close(true);
      sayWithUndo(words, undo);
      return;
    }
  } catch (error) {
    showFault(told(error));
    if (error.problem?.mistakes) showMistakes(error.problem.mistakes);
  }
  enable();
}

function showChange({ diff, words }, text) {
  if (code.value !== text) return; // typed on meanwhile
  showFault("");
  find("editor-words").textContent = words;
  find("editor-diff").replaceChildren(...diff.split("\n").slice(2).map((line) => {
    const kind = { "+": "added", "-": "removed", "@": "at" }[line[0]] ?? "";
    const row = make("div", "", kind);
    row.append(make("span", line.slice(0, kind === "at" ? 0 : 1), "sign"), kind === "at" ? line : line.slice(1) || " ");
    return row;
  }));
  find("editor-change").hidden = false;
  find("editor-change").scrollIntoView({ block: "nearest" });
  isShownChange = true;
  save.textContent = `Write ${open.template}`;
}

function showUndo(undo) {
  find("editor-undo").hidden = !undo || isReadOnly;
  find("editor-undo").title = undo ? `${undo.what} (${undo.file})` : "";
  find("editor-undo").dataset.token = undo?.token ?? "";
}

async function undoing(token) {
  try {
    const { words } = await fetchJson("/ui/undo", { token });
    say(`Undone: ${words}`, 8);
  } catch (error) {
    say(told(error), 10);
  }
}

// A line of news that stays long enough to be answered.
function sayWithUndo(words, undo) {
  say(words, NEWS_SECONDS);
  const button = Object.assign(make("button", "Undo"), { type: "button" });
  button.addEventListener("click", () => { find("desk").focus({ preventScroll: true }); undoing(undo.token); });
  find("news").append(" ", button);
}

// --- what is pressed

// A double click, a tap, and Enter or Space on a label that has the focus.
document.addEventListener("dblclick", (event) => { const mark = event.target.closest?.(".mark.label"); if (mark && !dialog.open) edit(mark); });
document.addEventListener("click", (event) => {
  const mark = event.target.closest?.(".mark.label");
  if (mark && !dialog.open && (event.detail === 0 || event.pointerType === "touch")) edit(mark);
});
code.addEventListener("scroll", () => { under.scrollTop = code.scrollTop; });
dialog.addEventListener("keydown", (event) => {
  if (event.key === "Escape") { event.preventDefault(); askedToClose(); }
  if (event.key.toLowerCase() === "s" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); saving(); }
});
dialog.addEventListener("cancel", (event) => { event.preventDefault(); askedToClose(); });
find("editor-close").addEventListener("click", askedToClose);
find("editor-cancel").addEventListener("click", askedToClose);
save?.addEventListener("click", saving);
find("editor-undo").addEventListener("click", (event) => {
  if (isDirty() && !confirm("Undo the last save, and lose what you changed here?")) return;
  const { token } = event.currentTarget.dataset;
  close(true);
  undoing(token);
});
document.addEventListener("workspace-changed", attempt);
addEventListener("beforeunload", (event) => { if (isDirty()) event.preventDefault(); });
