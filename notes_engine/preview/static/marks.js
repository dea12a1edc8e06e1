// What prints each value: outlines over the note, told when pointed at; labels can be opened.
let tip;

export async function drawMarks(note) {
  const { order, locale, look } = note.dataset;
  const answer = await fetch(`/ui/places?${new URLSearchParams({ order, locale })}`);
  if (!answer.ok || !note.isConnected || note.dataset.look !== look) return;
  const places = await answer.json();
  hush();  // of a mark that goes now
  for (const mark of note.querySelectorAll(".mark:not(.found)")) mark.remove();
  places.forEach((place, number) => {
    place.outlines.forEach(([page, left, top, width, height], part) => {
      const layer = note.querySelector(`.sheet[data-page="${page}"] .marks`);
      if (!layer) return;
      const mark = document.createElement(place.label ? "button" : "span");
      mark.className = place.label ? "mark label" : "mark";
      mark.dataset.number = number;
      if (place.label) {
        mark.type = "button";
        mark.setAttribute("aria-label", `Edit the label that prints ${place.text}`);
        if (part) mark.tabIndex = -1;
      }
      putAt(mark, left, top, width, height);
      mark.place = place;
      layer.append(mark);
    });
  });
}

// Corner and size are parts of the page, 0 to 1.
function putAt(mark, ...parts) {
  ["left", "top", "width", "height"].forEach((side, number) => { mark.style[side] = `${parts[number] * 100}%`; });
}

export function firstLabel(pages) {
  return pages.querySelector(".mark.label");
}

// Shows a place of the note for a moment.
export function flash(pages, { dataset }) {
  const note = pages.querySelector(dataset.in ? `.note[data-printed="${dataset.in}"]` : ".note");
  const layer = note?.querySelector(`.sheet[data-page="${dataset.page}"] .marks`);
  if (!layer) return;
  const [left, top, width, height] = dataset.outline.split(" ").map(Number);
  const mark = document.createElement("span");
  mark.className = "mark found";
  putAt(mark, left, top, width, height);
  layer.append(mark);
  mark.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
  setTimeout(() => mark.remove(), 4000);
}

function tell(mark) {
  const { place } = mark;
  if (!place) return;
  tip ??= Object.assign(document.createElement("div"), { className: "tip" });
  const code = document.createElement("code");
  code.textContent = place.expression;
  const small = document.createElement("small");
  const file = place.packaged ? `${place.template || place.file}:${place.line} (the package's)` : `${place.file}:${place.line}`;
  small.textContent = `${file}${place.label ? " · double-click to edit" : ""}`;
  tip.replaceChildren(code, small);
  document.body.append(tip);
  const box = mark.getBoundingClientRect(), own = tip.getBoundingClientRect();
  const top = box.bottom + 6 + own.height < innerHeight ? box.bottom + 6 : box.top - own.height - 6;
  Object.assign(tip.style, { left: `${Math.max(4, Math.min(box.left, innerWidth - own.width - 4))}px`, top: `${Math.max(4, top)}px` });
  for (const each of mark.closest(".note").querySelectorAll(`.mark[data-number="${mark.dataset.number}"]`)) each.classList.add("same");
}

function hush() {
  tip?.remove();
  for (const each of document.querySelectorAll(".mark.same")) each.classList.remove("same");
}

for (const [on, off] of [["pointerover", "pointerout"], ["focusin", "focusout"]]) {
  document.addEventListener(on, (event) => { const mark = event.target.closest?.(".mark"); if (mark) { hush(); tell(mark); } });
  // A finger that is lifted has left what it touched: what that prints is read then.
  document.addEventListener(off, (event) => { if (event.pointerType !== "touch" && event.target.closest?.(".mark")) hush(); });
}
document.addEventListener("pointerdown", (event) => { if (!event.target.closest?.(".mark")) hush(); });
