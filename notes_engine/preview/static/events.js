// News from the server: a file was saved, the orders were read, the server ended or came back.
export function connect({ workspace, orders, lost, back }) {
  let isLost = false, first = true, source = null;

  function open() {
    source = new EventSource("/events");
    source.addEventListener("hello", () => {
      if (!first) back(isLost);
      isLost = first = false;
    });
    source.addEventListener("workspace", workspace);
    source.addEventListener("orders", orders);
    source.addEventListener("error", () => {
      if (!isLost) lost();
      isLost = true;
    });
  }

  // A browser has six connections to a server for all its pages: one that nobody sees leaves its own to the others.
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) { source?.close(); source = null; }
    else if (!source) open();
  });
  if (!document.hidden) open();
}
