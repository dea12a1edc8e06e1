// All notes: asks for them, shows how far they are, hands out what came of it.
import { fetchJson, find, say } from "./preview.js";

const POLL = 400, POLL_WHEN_LOST = 2000;
const dialog = find("job"), opener = find("all-notes"), form = find("job-form");
const STAGES = { reading: "Reading the orders…", making: "Making the notes…", finishing: "Putting them into one file…" };
const number = new Intl.NumberFormat("en");
const orders = (many) => `${number.format(many)} order${many === 1 ? "" : "s"}`;
const notes = (many) => `${number.format(many)} note${many === 1 ? "" : "s"}`;

let state = { stage: "none" }, isFormWanted = true, isSeen = true, timer;

async function poll() {
  clearTimeout(timer);
  try {
    take(await fetchJson("/ui/job"));
    if (state.running) timer = setTimeout(poll, POLL);
  } catch {
    if (state.running) timer = setTimeout(poll, POLL_WHEN_LOST); // the page says that the server does not answer
  }
}

function take(next) {
  const hadRun = state.running;
  state = next;
  if (state.running) isFormWanted = isSeen = false;
  if (state.stage === "none") isFormWanted = isSeen = true;
  if (hadRun && !state.running && !dialog.open) say(verdict());
  if (dialog.open && !state.running) isSeen = true;
  draw();
}

function verdict() {
  if (state.stage === "failed") return "The notes could not be made.";
  if (state.stage === "cancelled") return "Cancelled: no notes were made.";
  const { printed, without } = state.result;
  if (!printed) return without ? `No note: ${orders(without)} got none.` : "There are no orders.";
  return `${state.wish.draft ? "Drafts made" : "Made"}: ${notes(printed)}${without ? `; ${orders(without)} without a note` : ""}.`;
}

// --- drawing

function draw() {
  const part = state.running ? "job-running" : isFormWanted || state.stage === "none" ? "job-form" : "job-ended";
  const hadFocus = dialog.open && (dialog.contains(document.activeElement) || document.activeElement === document.body);
  const isOther = find(part).hidden;
  for (const id of ["job-form", "job-running", "job-ended"]) find(id).hidden = id !== part;
  drawButton();
  if (part === "job-running") drawRunning();
  if (part === "job-ended") drawEnded();
  if (isOther && hadFocus) find({ "job-form": "job-locale", "job-running": "job-cancel", "job-ended": "job-verdict" }[part]).focus();
}

function drawButton() {
  const share = state.total ? ` ${Math.floor((100 * state.done) / state.total)} %` : " …";
  const sign = state.running ? share : isSeen ? "…" : { done: " ✓", failed: " !" }[state.stage] ?? "…";
  opener.textContent = `All notes${sign}`;
  opener.dataset.stage = isSeen ? "" : state.stage;
}

function drawRunning() {
  if (find("job-stage").textContent !== STAGES[state.stage]) find("job-stage").textContent = STAGES[state.stage];
  const bar = find("job-bar");
  if (state.stage === "making" && state.total) Object.assign(bar, { max: state.total, value: state.done }); else bar.removeAttribute("value");
  find("job-count").textContent = state.total ? `${number.format(state.done)} of ${notes(state.total)}` : state.read ? `${orders(state.read)} read` : "";
  find("job-left").textContent = state.seconds_left === null ? "" : `about ${duration(state.seconds_left)} left`;
}

function duration(seconds) {
  return seconds < 90 ? `${Math.max(1, Math.round(seconds))} s` : `${Math.round(seconds / 60)} min`;
}

function drawEnded() {
  find("job-verdict").textContent = verdict();
  find("job-verdict").classList.toggle("bad", state.stage === "failed");
  const has = state.files ?? {};
  find("job-pdf").hidden = !has["notes.pdf"];
  find("job-pdf").textContent = `Download notes.pdf${has["notes.pdf"] ? ` (${size(has["notes.pdf"])})` : ""}`;
  find("job-rejects").hidden = !state.result?.without;
  find("job-as-drafts").hidden = !state.drafts_would_do;
  find("job-as-drafts").classList.toggle("primary", !has["notes.pdf"]);
  const told = state.error ? errorParts(state.error) : [];
  if (state.drafts_would_do) told.push(element("p", "A placeholder is still open, and no note is printed with it. As drafts, with a watermark, the notes can be looked at."));
  find("job-told").replaceChildren(...told);
  const { without, reasons = [], more_reasons: more, warnings = [] } = state.result ?? {};
  find("job-details").replaceChildren(
    ...list(`${orders(without)} without a note, and why`, reasons, more),
    ...list("Odd about notes that are made", warnings, 0),
  );
}

function size(bytes) {
  return bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} KB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

// What comes from orders and files is text, never markup.
function element(name, text, ...parts) {
  const made = document.createElement(name);
  made.textContent = text;
  made.append(...parts);
  return made;
}

function errorParts({ what, place, drawing, hint }) {
  const shown = [element("p", what)];
  if (place) shown.push(element("p", "", element("code", place)));
  if (drawing) {
    const pre = element("pre", drawing);
    Object.assign(pre, { className: "drawing", tabIndex: 0 });
    pre.setAttribute("role", "region");
    pre.setAttribute("aria-label", "The line in the file");
    shown.push(pre);
  }
  if (hint) shown.push(element("p", hint));
  return shown;
}

function list(title, rows, more) {
  if (!rows.length) return [];
  const items = rows.map(({ count, what, hint, examples }) => {
    const others = count > examples.length ? ", …" : "";
    return element("li", `${number.format(count)} × ${what}`, element("small", `${examples.join(", ")}${others}`), ...(hint ? [element("small", hint)] : []));
  });
  if (more) items.push(element("li", `${number.format(more)} more reasons: rejects.jsonl has them all`));
  const all = element("ul", "", ...items);
  all.setAttribute("role", "list"); // which styles without bullets take away
  const made = element("details", "", element("summary", title), all);
  made.open = !state.result.printed;
  return [made];
}

// --- what is pressed

async function start(wish) {
  find("job-wrong").textContent = "";
  try {
    take(await fetchJson("/ui/job", wish));
  } catch (error) {
    find("job-wrong").textContent = [error.message, error.problem?.detail].filter(Boolean).join(": ");
  }
  poll();
}

function open() {
  isSeen = !state.running;
  if (!dialog.open) dialog.showModal();
  draw();
  poll();
}

opener.addEventListener("click", open);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  start({ locale: form.elements.locale.value, sort: form.elements.sort.value, draft: form.elements.draft.checked });
});
find("job-cancel").addEventListener("click", async () => {
  try { take(await fetchJson("/ui/job", {}, "DELETE")); } catch (error) { say(error.message); }
});
find("job-as-drafts").addEventListener("click", () => start({ ...state.wish, draft: true }));
find("job-again").addEventListener("click", () => { isFormWanted = true; draw(); });
dialog.addEventListener("click", (event) => { if (event.target.closest("[data-close]")) dialog.close(); });
dialog.addEventListener("close", draw);
isSeen = false; // a page loaded again shows what ended meanwhile
isFormWanted = false;
poll();
