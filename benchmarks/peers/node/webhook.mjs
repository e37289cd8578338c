// Updates by webhook, as both libraries' documentation shows it, behind Node's own HTTP server.

import { createServer } from "node:http";

export const { WEBHOOK_URL, WEBHOOK_SECRET, HOST, PORT } = process.env;

/** Serve updates to `handle`, and tell Telegram where. */
export async function serveWebhook(handle, setWebhook) {
  const server = createServer(handle);
  await new Promise((resolve) => server.listen(Number(PORT), HOST, resolve));
  process.once("SIGTERM", () => process.exit(0));
  await setWebhook(WEBHOOK_URL, { secret_token: WEBHOOK_SECRET });
}
