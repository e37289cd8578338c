// The ten questions that every peer asks; the texts come from benchmarks/peers/questions.py.

const { questions, final, options } = JSON.parse(process.env.PEER_CONVERSATION);

export const START = "diagnose";
export const ANSWER = /^answer:(\d+):(\w+)$/;
export const HTML = { parse_mode: "HTML" };

const KEYBOARDS = questions.map((_, index) => ({
  inline_keyboard: options.map(({ id, label }) => [{ text: label, callback_data: `answer:${index}:${id}` }]),
}));

/** The message with question `index`, or the last word after them. */
export function screen(index) {
  return index < questions.length
    ? [questions[index], { ...HTML, reply_markup: KEYBOARDS[index] }]
    : [final, HTML];
}
