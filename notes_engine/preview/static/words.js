// Our own sentences name code between backticks: shown as code.
export function withCode(element, text) {
  element.append(...text.split("`").map((part, number) => (number % 2 ? Object.assign(document.createElement("code"), { textContent: part }) : part)));
  return element;
}
