// The page: which order and language are shown, how large, and what changes when files do.
import { connect } from "./events.js";
import { drawMarks, flash, firstLabel } from "./marks.js";

export const at = { order: "", locale: "own", zoom: "fit", q: "", market: "" };
const LOCALES = ["fr", "de", "it", "es", "en"];
const STEPS = [0.25, 0.33, 0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 3, 4];
const PIXELS_PER_POINT = 96 / 72;
export const find = (id) => document.getElementById(id);
const desk = find("desk"), pages = find("pages"), fault = find("fault"), list = find("order-list");

export const csrf = document.querySelector("meta[name=csrf]").content;
export const isReadOnly = document.body.dataset.readOnly === "yes";

export function say(text, seconds = 4) {
  find("news").textContent = text;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { find("news").textContent = ""; }, seconds * 1000);
}

export async function fetchJson(address, body, method = "POST") {
  const answer = await fetch(address, body === undefined ? {} : {
    method, headers: { "content-type": "application/json", "x-notes-engine-csrf": csrf }, body: JSON.stringify(body),
  });
  const found = (answer.headers.get("content-type") || "").includes("json") ? await answer.json() : null;
  if (!answer.ok) throw Object.assign(new Error(found?.title || `the server answered ${answer.status}`), { problem: found, status: answer.status });
  return found;
}

// Where we are stands in the address: a page loaded again, or a link kept, shows the same.
function readAddress() {
  const query = new URLSearchParams(location.search);
  for (const name of Object.keys(at)) if (query.get(name)) at[name] = query.get(name);
  if (at.zoom !== "fit") at.zoom = Math.min(Math.max(Number(at.zoom) || 1, STEPS[0]), STEPS.at(-1));
  if (![...LOCALES, "own", "all"].includes(at.locale)) at.locale = "own";
}

function writeAddress() {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(at)) if (value && value !== "own" && value !== "fit") query.set(name, value);
  history.replaceState(null, "", `${location.pathname}${query.size ? `?${query}` : ""}`);
}

// --- the list of orders

async function showOrders(start = 0) {
  const query = new URLSearchParams({ q: at.q, market: at.market, order: at.order, start });
  const answer = await fetch(`/ui/orders?${query}`);
  if (!answer.ok) return;
  const focused = list.contains(document.activeElement) ? document.activeElement.dataset.order : "";
  const part = document.createElement("template");
  part.innerHTML = await answer.text();
  if (start && !query.get("order-only")) {
    list.querySelector(".more")?.remove();
    list.querySelector(".entries").append(...part.content.querySelectorAll(".entries > li"));
    const more = part.content.querySelector(".more");
    if (more) list.append(more);
  } else {
    const top = list.scrollTop;
    list.replaceChildren(part.content);
    list.scrollTop = top;
  }
  if (focused) list.querySelector(`[data-order="${CSS.escape(focused)}"]`)?.focus();
  if (!at.order) {
    const first = list.querySelector(".entry:not(.refused)") || list.querySelector(".entry");
    if (first) await go({ order: first.dataset.order });
  }
}

function markChosen() {
  for (const entry of list.querySelectorAll(".entry")) {
    if (entry.dataset.order === at.order) { entry.setAttribute("aria-current", "true"); entry.scrollIntoView({ block: "nearest" }); }
    else entry.removeAttribute("aria-current");
  }
}

async function step(by) {
  const { order } = await fetchJson(`/ui/step?${new URLSearchParams({ order: at.order, by, q: at.q, market: at.market })}`);
  if (order && order !== at.order) await go({ order });
  if (order && !list.querySelector(`[data-order="${CSS.escape(order)}"]`)) await showOrders();
}

// --- the note

let asked = 0;

export async function go(change) {
  const before = { ...at };
  Object.assign(at, change);
  writeAddress();
  for (const tab of document.querySelectorAll("[role=tab]")) {
    const isOn = tab.dataset.locale === at.locale;
    tab.setAttribute("aria-selected", isOn);
    tab.tabIndex = isOn ? 0 : -1;
    if (isOn) desk.setAttribute("aria-labelledby", tab.id);
  }
  markChosen();
  if (before.order !== at.order) desk.scrollTo(0, 0);
  if (at.order) await show();
}

// Fetches what is shown and puts it in the place of what was, which stays until then.
export async function show() {
  const mine = ++asked;
  const wanted = at.locale === "all" ? LOCALES : [at.locale];
  const slow = setTimeout(() => { find("busy").hidden = false; }, 350);
  try {
    const answers = await Promise.all(wanted.map(async (locale) => {
      const answer = await fetch(`/ui/note?${new URLSearchParams({ order: at.order, locale })}`);
      const text = await answer.text();
      if (!(answer.headers.get("content-type") || "").includes("html")) return { locale, isGood: false, html: "", title: JSON.parse(text).title };
      return { locale, isGood: answer.ok && answer.headers.get("x-note") !== "error", html: text };
    }));
    if (mine !== asked) return;
    await put(answers, mine);
  } catch (error) {
    if (mine === asked) showFault(document.createTextNode(`The preview does not answer: ${error.message}`));
  } finally {
    clearTimeout(slow);
    if (mine === asked) find("busy").hidden = true;
  }
}

async function put(answers, mine) {
  const parts = answers.map(({ html, isGood, title, locale }) => {
    const part = document.createElement("template");
    if (html) part.innerHTML = html; else part.innerHTML = '<article class="note-fault"><p></p></article>';
    if (!html) part.content.querySelector("p").textContent = title;
    return { part: part.content, isGood, locale };
  });
  const good = parts.filter(({ isGood }) => isGood), bad = parts.filter(({ isGood }) => !isGood);
  const isSame = pages.dataset.order === at.order && pages.dataset.locale === at.locale;
  if (good.length || !isSame) {
    const fresh = good.map(({ part }) => part.querySelector(".note"));
    // Side by side, the last good note of a language that has none now stays in its place.
    const last = (locale) => isSame ? pages.querySelector(`.note[data-printed="${locale}"]`) : null;
    const notes = parts.map(({ part, isGood, locale }) => isGood ? part.querySelector(".note") : last(locale)).filter(Boolean);
    size(notes, parts.length);
    // Pictures first: nothing is taken away before what replaces it can be drawn.
    await Promise.all(fresh.flatMap((note) => [...note.querySelectorAll("img")].slice(0, 2)).map((image) => image.decode().catch(() => {})));
    if (mine !== asked) return;
    const { scrollTop, scrollLeft } = desk;
    for (const note of notes) note.classList.toggle("stale", !fresh.includes(note));
    pages.replaceChildren(...notes);
    pages.classList.toggle("many", at.locale === "all");
    if (isSame) desk.scrollTo(scrollLeft, scrollTop);
    Object.assign(pages.dataset, { order: at.order, locale: at.locale });
    if (good.length) aboutNote(good, fresh);
  }
  pages.classList.toggle("stale", bad.length > 0 && !good.length && isSame);
  if (bad.length) showFault(...bad.map(({ part }) => part)); else fault.hidden = true;
  if (!good.length && !isSame) { find("about").replaceChildren(); find("thumbnails").replaceChildren(); }
  const main = good.length ? pages.querySelector(".note:not(.stale)") : null;
  if (main) find("download").href = `${main.dataset.pdf}&download=true`; else find("download").removeAttribute("href");
  find("download").setAttribute("aria-disabled", String(!main));
  find("print").disabled = !main;
  document.title = `${main ? main.dataset.number : "Preview"} · notes-engine`;
  document.dispatchEvent(new CustomEvent("note-shown"));
  if (good.length) for (const note of pages.querySelectorAll(".note:not(.stale)")) drawMarks(note);
}

function showFault(...parts) {
  fault.replaceChildren(...parts);
  fault.hidden = false;
  // The mistake may stand far to the right in its line.
  for (const drawing of fault.querySelectorAll(".drawing")) {
    const carets = drawing.textContent.split("\n").at(-1), column = carets.indexOf("^");
    drawing.scrollLeft = Math.max(0, (drawing.scrollWidth / Math.max(...drawing.textContent.split("\n").map((line) => line.length))) * column - drawing.clientWidth / 2);
  }
}

function aboutNote(good, notes) {
  const about = good[0].part.querySelector("template[data-for=about]");
  find("about").replaceChildren(about ? about.content.cloneNode(true) : "");
  const strip = find("thumbnails");
  strip.replaceChildren(...[...notes[0].querySelectorAll(".sheet")].map((sheet) => {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.page = sheet.dataset.page;
    button.setAttribute("aria-label", `Page ${sheet.dataset.page}`);
    const image = new Image();
    image.alt = "";
    image.src = `${sheet.querySelector("img").dataset.src}&width=${Math.round(58 * Math.max(devicePixelRatio, 1.5))}`;
    const number = document.createElement("span");
    number.textContent = sheet.dataset.page;
    button.append(image, number);
    return button;
  }));
  markPage();
}

// --- size

function scaleOf(note, number) {
  if (at.zoom !== "fit") return at.zoom;
  const style = getComputedStyle(desk);
  const room = desk.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  const width = Math.max(...[...note.querySelectorAll(".sheet")].map((sheet) => Number(sheet.dataset.width))) * PIXELS_PER_POINT;
  const columns = number > 1 ? Math.min(number, Math.max(1, Math.floor(room / 185))) : 1;
  return Math.min((room - 20 * (columns - 1)) / columns / width, 2) || 1;
}

function size(notes = [...pages.querySelectorAll(".note")], number = notes.length) {
  for (const note of notes) {
    const scale = scaleOf(note, number);
    for (const sheet of note.querySelectorAll(".sheet")) {
      const width = Math.round(Number(sheet.dataset.width) * PIXELS_PER_POINT * scale);
      sheet.style.width = `${width}px`;
      sheet.style.height = `${Math.round((width * Number(sheet.dataset.height)) / Number(sheet.dataset.width))}px`;
      const image = sheet.querySelector("img");
      const pixels = Math.min(Math.max(Math.ceil((width * devicePixelRatio) / 50) * 50, 100), 4000);
      const source = `${image.dataset.src}&width=${pixels}`;
      if (image.getAttribute("src") !== source) image.src = source;
    }
    find("zoom-fit").textContent = at.zoom === "fit" ? "Fit" : `${Math.round(at.zoom * 100)} %`;
  }
}

function zoom(by) {
  const note = pages.querySelector(".note");
  const now = note ? scaleOf(note, pages.querySelectorAll(".note").length) : 1;
  const next = by > 0 ? STEPS.find((each) => each > now + 0.01) : STEPS.findLast((each) => each < now - 0.01);
  setZoom(next ?? now);
}

function setZoom(value) {
  const before = desk.scrollHeight;
  const middle = (desk.scrollTop + desk.clientHeight / 2) / before;
  at.zoom = value;
  writeAddress();
  size();
  desk.scrollTop = middle * desk.scrollHeight - desk.clientHeight / 2;
}

// --- pages

function pageNow() {
  const top = desk.getBoundingClientRect().top + desk.clientHeight / 3;
  const sheets = [...pages.querySelectorAll(".note:first-child .sheet")];
  return sheets.findLast((sheet) => sheet.getBoundingClientRect().top <= top) || sheets[0];
}

function markPage() {
  const now = pageNow()?.dataset.page;
  for (const button of find("thumbnails").children) {
    if (button.dataset.page === now) button.setAttribute("aria-current", "true"); else button.removeAttribute("aria-current");
  }
}

export function turnTo(number, locale) {
  const note = pages.querySelector(locale ? `.note[data-printed="${locale}"]` : ".note");
  document.body.dataset.show = "note";
  markRoom();
  note?.querySelector(`.sheet[data-page="${number}"]`)?.scrollIntoView({ block: "start", behavior: "instant" });
}

// Shows a part of a note, which is brought here first where it is another order's or in another language.
async function showPlace(target) {
  const { order = at.order, in: locale, page, outline } = target.dataset;
  document.body.dataset.show = "note";
  markRoom();
  size();
  if (order !== at.order) await go({ order, locale });
  else if (locale && !pages.querySelector(`.note[data-printed="${locale}"]`)) await go({ locale });
  turnTo(page, locale);
  if (outline) flash(pages, target);
  if (!target.offsetParent) desk.focus({ preventScroll: true });  // the panel is behind the note
}

function turn(by) {
  const now = pageNow();
  if (now) turnTo(Number(now.dataset.page) + by);
}

// --- what is pressed

function markRoom() {
  for (const button of document.querySelectorAll(".places button")) {
    if (button.dataset.go === document.body.dataset.show) button.setAttribute("aria-current", "true"); else button.removeAttribute("aria-current");
  }
}

// Prints the PDF itself, which is sharper than any picture of it, through the browser's own viewer.
function print() {
  if (find("print").disabled) { say("There is no note to print."); return; }
  const address = pages.querySelector(".note:not(.stale)").dataset.pdf;
  const elsewhere = () => { if (!open(address, "_blank")) say("Print it from the PDF: the button beside this one."); };
  // A browser that shows no PDFs offers it as a file.
  if (!navigator.pdfViewerEnabled) { elsewhere(); return; }
  find("printed")?.remove();
  const frame = document.createElement("iframe");
  frame.id = "printed";
  frame.className = "printed";
  frame.title = "The note, to be printed";
  frame.tabIndex = -1;
  frame.setAttribute("aria-hidden", "true");
  frame.addEventListener("load", () => {
    // Some viewers are another site's page to this one, and may not be asked.
    try { frame.contentWindow.print(); } catch { elsewhere(); }
  });
  frame.src = address;
  document.body.append(frame);
}

function changeTheme() {
  const root = document.documentElement;
  const isDark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = isDark ? "light" : "dark";
  try { localStorage.setItem("theme", root.dataset.theme); } catch { /* nothing is kept then */ }
}

const KEYS = {
  j: () => step(1), k: () => step(-1), "/": () => { document.body.dataset.show = "orders"; markRoom(); find("q").focus(); find("q").select(); },
  "?": () => find("help").showModal(), "+": () => zoom(1), "=": () => zoom(1), "-": () => zoom(-1), f: () => setZoom("fit"),
  n: () => turn(1), b: () => turn(-1), t: changeTheme, p: print, d: () => { if (find("download").href) find("download").click(); else say("There is no note to download."); },
  0: () => go({ locale: "own" }), 6: () => go({ locale: "all" }),
  e: () => { const label = document.activeElement?.classList.contains("label") ? document.activeElement : firstLabel(pages); if (label) label.dispatchEvent(new MouseEvent("dblclick", { bubbles: true })); },
};
LOCALES.forEach((locale, number) => { KEYS[number + 1] = () => go({ locale }); });

function leaveSearch(event) {
  event.preventDefault();
  find("q").blur();
  if (!at.q && !find("q").value) return;
  find("q").value = "";
  clearTimeout(typing);
  search();
}

function search() {
  at.q = find("q").value;
  writeAddress();
  showOrders();
}

document.addEventListener("keydown", (event) => {
  const inField = event.target.closest?.("input, textarea, select, dialog");
  if (event.key === "Escape" && event.target === find("q")) { leaveSearch(event); return; }
  if (inField || event.ctrlKey || event.metaKey || event.altKey || !KEYS[event.key]) return;
  event.preventDefault();
  KEYS[event.key]();
});

find("previous").addEventListener("click", () => step(-1));
find("next").addEventListener("click", () => step(1));
find("zoom-in").addEventListener("click", () => zoom(1));
find("zoom-out").addEventListener("click", () => zoom(-1));
find("zoom-fit").addEventListener("click", () => setZoom("fit"));
find("print").addEventListener("click", print);
find("theme").addEventListener("click", changeTheme);
find("help-open").addEventListener("click", () => find("help").showModal());
document.querySelector(".locales").addEventListener("click", (event) => {
  const locale = event.target.closest("[data-locale]")?.dataset.locale;
  if (locale) go({ locale });
});
document.querySelector(".locales").addEventListener("keydown", (event) => {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!by) return;
  const tabs = [...document.querySelectorAll("[role=tab]")];
  const next = tabs[(tabs.indexOf(event.target) + by + tabs.length) % tabs.length];
  next.focus();
  go({ locale: next.dataset.locale });
});
list.addEventListener("click", (event) => {
  const entry = event.target.closest(".entry"), more = event.target.closest(".more");
  if (entry) { document.body.dataset.show = "note"; markRoom(); go({ order: entry.dataset.order }); }
  if (more) showOrders(more.dataset.start);
});
list.addEventListener("change", (event) => { if (event.target.id === "market") { at.market = event.target.value; writeAddress(); showOrders(); } });
find("search").addEventListener("submit", (event) => { event.preventDefault(); list.querySelector(".entry")?.click(); });
let typing;
find("q").addEventListener("input", () => { clearTimeout(typing); typing = setTimeout(search, 120); });
document.querySelector(".places").addEventListener("click", (event) => {
  const room = event.target.closest("[data-go]")?.dataset.go;
  if (room) { document.body.dataset.show = room; markRoom(); size(); }
});
document.querySelector(".panel").addEventListener("click", (event) => {
  const target = event.target.closest("[data-page]");
  if (!target) return;
  event.preventDefault();
  showPlace(target);
});
let scrolling;
desk.addEventListener("scroll", () => { clearTimeout(scrolling); scrolling = setTimeout(markPage, 80); });
let resizing;
addEventListener("resize", () => { clearTimeout(resizing); resizing = setTimeout(() => size(), 120); });

try { if (localStorage.getItem("theme")) document.documentElement.dataset.theme = localStorage.getItem("theme"); } catch { /* as the system has it */ }
readAddress();
find("q").value = at.q;
connect({
  workspace: () => { if (at.order) show(); document.dispatchEvent(new CustomEvent("workspace-changed")); },
  orders: async () => { await showOrders(); if (at.order) show(); },
  lost: () => say("The preview was stopped.", 3600),
  back: async (wasLost) => { if (wasLost) say("The preview is back."); await showOrders(); if (at.order) show(); },
});
// Not awaited: the modules that use this one need not wait for the first note.
showOrders().then(() => { if (at.order && !pages.dataset.order) go({}); });
