// The placeholders: what is open on the five notes, and the form for the company's facts.
import { at, fetchJson, find, isReadOnly, say } from "./preview.js";

const panel = find("placeholders"), sign = find("draft-sign");

// --- the panel

let asked = 0, waiting, fetching, shown = "";

function refreshSoon() {
  clearTimeout(waiting);
  // Whoever leafs through the orders is not held up by five notes for each.
  waiting = setTimeout(refresh, 300);
}

async function refresh() {
  const mine = ++asked;
  fetching?.abort();
  fetching = new AbortController();
  panel.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(`/ui/placeholders?${new URLSearchParams({ order: at.order })}`, { signal: fetching.signal });
    const text = await answer.text();
    if (mine === asked && answer.ok) put(text);
  } catch { /* the page says that the server does not answer */ } finally {
    if (mine === asked) panel.removeAttribute("aria-busy");
  }
}

function put(text) {
  if (text !== shown) {
    const focused = panel.contains(document.activeElement) ? document.activeElement.id : "";
    const part = document.createElement("template");
    part.innerHTML = shown = text;
    if (isReadOnly) part.content.querySelector("#company-open").remove();
    panel.replaceChildren(part.content);
    if (focused) (find(focused) ?? find("company-open"))?.focus();
  }
  const said = panel.querySelector("[data-sign]").dataset.sign;
  if (sign.textContent !== said) sign.textContent = said;
  if (!said && document.activeElement === sign) (find("company-open") ?? find("desk")).focus();
  sign.hidden = !said;
}

document.addEventListener("note-shown", refreshSoon);
document.addEventListener("workspace-changed", refreshSoon);
panel.addEventListener("click", (event) => { if (event.target.closest("#company-open")) openForm(); });
sign.addEventListener("click", () => { if (!isReadOnly) openForm(); });
sign.disabled = isReadOnly;
refreshSoon();

// --- the form

let opener;

// Opens the form; `typed` are fields to be filled with what was typed into an earlier one.
async function openForm(typed = {}) {
  const answer = await fetch("/ui/company").catch(() => null);
  if (!answer?.ok) { say("The preview does not answer."); return; }
  const part = document.createElement("template");
  part.innerHTML = await answer.text();
  const dialog = part.content.querySelector("dialog"), before = find("company");
  if (before) before.replaceWith(dialog);
  else { opener = document.activeElement; document.body.append(dialog); }
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (find("company")) return;
    (opener?.isConnected ? opener : find("company-open"))?.focus();
  });
  dialog.showModal();
  const form = find("company-form");
  if (!form) return;
  const asRead = fieldsOf(form);
  for (const [name, value] of Object.entries(typed)) form.elements[name].value = value;
  form.addEventListener("submit", (event) => { event.preventDefault(); save(dialog, form, asRead); });
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  form.elements.name.focus();
}

function fieldsOf(form) {
  return Object.fromEntries(new FormData(form));
}

async function save(dialog, form, asRead) {
  const fields = fieldsOf(form), button = form.querySelector("[type=submit]");
  tellMistakes(form, []);
  find("company-wrong").replaceChildren();
  button.disabled = true;
  try {
    const done = await fetchJson("/ui/company", { hash: form.dataset.hash, fields });
    dialog.close();
    if (done.saved) tellSaved(done.file); else say("Nothing was changed.");
  } catch (error) {
    const { errors = [], detail = "" } = error.problem ?? {};
    tellMistakes(form, errors);
    const told = find("company-wrong");
    told.textContent = [error.message, errors.length ? "" : detail].filter(Boolean).join(": ");
    if (error.status === 409) told.append(" ", again(fields, asRead));
  } finally {
    button.disabled = false;
  }
}

// Reads the file anew, and keeps what was typed.
function again(fields, asRead) {
  const typed = Object.fromEntries(Object.entries(fields).filter(([name, value]) => value !== asRead[name]));
  return Object.assign(document.createElement("button"), { type: "button", textContent: "Look again", onclick: () => openForm(typed) });
}

function tellMistakes(form, errors) {
  for (const field of form.querySelectorAll("[name]")) {
    const told = find(`company-${field.name}-wrong`), hint = find(`company-${field.name}-hint`);
    const mistake = errors.find((each) => each.field === field.name);
    told.textContent = mistake ? capital(mistake.what) : "";
    told.hidden = !mistake;
    const described = [mistake && told.id, hint?.id].filter(Boolean).join(" ");
    if (described) field.setAttribute("aria-describedby", described); else field.removeAttribute("aria-describedby");
    if (mistake) field.setAttribute("aria-invalid", "true"); else field.removeAttribute("aria-invalid");
  }
  form.querySelector("[aria-invalid]")?.focus();
}

const capital = (text) => text.slice(0, 1).toUpperCase() + text.slice(1);

// --- after saving

let saved, goes;

async function tellSaved(file) {
  const { undo } = await fetchJson("/ui/undo").catch(() => ({ undo: null }));
  saved ??= Object.assign(document.body.appendChild(document.createElement("div")), { className: "saved", role: "status" });
  const text = Object.assign(document.createElement("span"), { textContent: `${file} saved` });
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: "Undo", onclick: () => takeBack(undo.token) });
  saved.replaceChildren(text, ...(undo ? [button] : []));
  clearTimeout(goes);
  goes = setTimeout(() => saved.replaceChildren(), 20_000);
}

async function takeBack(token) {
  const hadFocus = saved.contains(document.activeElement);
  clearTimeout(goes);
  saved.replaceChildren();
  if (hadFocus) find("company-open")?.focus();
  try {
    say((await fetchJson("/ui/undo", { token })).words);
  } catch (error) {
    say(error.message, 8);
  }
}
