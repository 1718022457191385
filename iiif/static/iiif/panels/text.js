// The words of the page, each line leading to its place.
import { make } from "../dom.js";
import { fetchAnnotations } from "../manifest.js";
import { lineTo } from "../marks.js";

export async function text(deepZoom) {
  const page = deepZoom.pages[deepZoom.at];
  const body = make("div", { className: "transcription", lang: "vi", tabIndex: 0 });
  const all = deepZoom.dataset.read
    ? [make("a", { href: deepZoom.dataset.read, textContent: deepZoom.words.readAll })]
    : [];
  deepZoom.panel("text", body, ...all);
  if (!page.text) {
    body.textContent = deepZoom.words.noText;
    return;
  }
  const lines = await fetchAnnotations(page.text);
  if (!body.isConnected || page !== deepZoom.pages[deepZoom.at]) return;
  if (!lines) {
    body.textContent = deepZoom.words.trouble;
    return;
  }
  body.replaceChildren(...lines.map((line) => lineTo(deepZoom, line.body.value, line.target, "p")));
}
