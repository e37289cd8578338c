// The conversation with grammY's sessions. Argument: `memory` or a folder, where sessions are kept.

import { FileAdapter } from "@grammyjs/storage-file";
import { Bot, session, webhookCallback } from "grammy";

import { ANSWER, START, screen } from "./conversation.mjs";
import { WEBHOOK_SECRET, WEBHOOK_URL, serveWebhook } from "./webhook.mjs";

const bot = new Bot(process.env.TELEGRAM_TOKEN, { client: { apiRoot: process.env.TELEGRAM_API_URL } });
const place = process.argv[2];
const storage = place === "memory" ? undefined : new FileAdapter({ dirName: place });
bot.use(session({ initial: () => ({ answers: {} }), storage }));

bot.command(START, async (ctx) => {
  ctx.session = { answers: {} };
  const [text, options] = screen(0);
  await ctx.reply(text, options);
});

bot.callbackQuery(ANSWER, async (ctx) => {
  const [, index, option] = ctx.match;
  ctx.session.answers[index] = option;
  await ctx.answerCallbackQuery();
  const [text, options] = screen(Number(index) + 1);
  await ctx.editMessageText(text, options);
});

if (WEBHOOK_URL) {
  const handle = webhookCallback(bot, "http", { secretToken: WEBHOOK_SECRET });
  await serveWebhook(handle, (url, options) => bot.api.setWebhook(url, options));
} else {
  process.once("SIGTERM", () => bot.stop());
  await bot.start();
}
