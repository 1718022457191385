// The words of the page, each line leading to its place.
import { make } from "../dom.js";

export async function text(viewer) {
  const page = viewer.pages[viewer.at];
  const body = make("div", { className: "transcription", lang: "vi", tabIndex: 0 });
  const all = viewer.dataset.read ? [make("a", { href: viewer.dataset.read, textContent: viewer.words.readAll })] : [];
  viewer.panel("text", body, ...all);
  if (!page.text) {
    body.textContent = viewer.words.noText;
    return;
  }
  const lines = await viewer.annotations(page.text);
  if (!body.isConnected || page !== viewer.pages[viewer.at]) return;
  if (!lines) {
    body.textContent = viewer.words.trouble;
    return;
  }
  body.replaceChildren(...lines.map((line) => viewer.lookLine(line.body.value, line.target, "p")));
}
