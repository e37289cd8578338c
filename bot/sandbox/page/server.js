/** The line to the sandbox: what happens comes by server-sent events, what people do goes by POST. */

/** Hand every event to the store, for as long as the page lives; the browser connects again by itself. */
export function listen(store) {
  const events = new EventSource("events");
  events.addEventListener("open", () => store.connected(true));
  events.addEventListener("error", () => store.connected(false));
  events.addEventListener("message", (event) => store.receive(JSON.parse(event.data)));
}

/** Do something as a person would; resolves to the answer, throws with one sentence if it cannot be done. */
export async function act(name, details = {}) {
  const response = await fetch("do", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ do: name, ...details }),
  });
  const answer = await response.json().catch(() => ({ ok: false, error: `Status ${response.status}` }));
  if (!answer.ok) throw new Error(answer.error);
  return answer;
}

/** Where a file that was sent can be loaded. */
export function fileAddress(fileId) {
  return `file/${encodeURIComponent(fileId)}`;
}
