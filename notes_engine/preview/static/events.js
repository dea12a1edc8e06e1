// News from the server: a file was saved, the orders were read, the server ended or came back.
export function connect({ workspace, orders, lost, back }) {
  let isLost = false, first = true;
  const source = new EventSource("/events");
  source.addEventListener("hello", () => {
    if (isLost || !first) back();
    isLost = first = false;
  });
  source.addEventListener("workspace", workspace);
  source.addEventListener("orders", orders);
  source.addEventListener("error", () => {
    if (!isLost) lost();
    isLost = true;
  });
  return source;
}
