// The words of the page, each line leading to its place.

import { make } from "../dom.js";
import { fetchAnnotations, lineTo } from "../marks.js";

export async function text(zoom) {
  const page = zoom.pages[zoom.at];
  const body = make("div", { className: "transcription", lang: "vi", tabIndex: 0 });
  const all = zoom.dataset.read ? [make("a", { href: zoom.dataset.read, textContent: zoom.words.readAll })] : [];
  zoom.panel("text", body, ...all);
  if (!page.text) {
    body.textContent = zoom.words.noText;
    return;
  }
  const lines = await fetchAnnotations(page.text);
  if (!body.isConnected || page !== zoom.pages[zoom.at]) return;
  if (!lines) {
    body.textContent = zoom.words.trouble;
    return;
  }
  body.replaceChildren(...lines.map((line) => lineTo(zoom, line.body.value, line.target, "p")));
}
