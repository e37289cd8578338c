// The conversation with Telegraf's sessions, which it keeps in memory.

import { Telegraf, session } from "telegraf";

import { ANSWER, START, screen } from "./conversation.mjs";
import { WEBHOOK_SECRET, WEBHOOK_URL, serveWebhook } from "./webhook.mjs";

const bot = new Telegraf(process.env.TELEGRAM_TOKEN, { telegram: { apiRoot: process.env.TELEGRAM_API_URL } });
bot.use(session({ defaultSession: () => ({ answers: {} }) }));

bot.command(START, async (ctx) => {
  ctx.session = { answers: {} };
  const [text, options] = screen(0);
  await ctx.reply(text, options);
});

bot.action(ANSWER, async (ctx) => {
  const [, index, option] = ctx.match;
  ctx.session.answers[index] = option;
  await ctx.answerCbQuery();
  const [text, options] = screen(Number(index) + 1);
  await ctx.editMessageText(text, options);
});

if (WEBHOOK_URL) {
  const { pathname } = new URL(WEBHOOK_URL);
  const handle = bot.webhookCallback(pathname, { secretToken: WEBHOOK_SECRET });
  await serveWebhook(handle, (url, options) => bot.telegram.setWebhook(url, options));
} else {
  process.once("SIGTERM", () => bot.stop());
  await bot.launch();
}
