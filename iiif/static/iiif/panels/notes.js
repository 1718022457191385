// What has been written on the page.
import { make } from "../dom.js";
import { fetchAnnotations } from "../manifest.js";
import { drawMarks, lineTo } from "../marks.js";

export async function notes(deepZoom) {
  const page = deepZoom.pages[deepZoom.at];
  const body = make("div");
  deepZoom.panel("notes", body);
  const found = page.notes ? await fetchAnnotations(page.notes) : [];
  if (!body.isConnected || page !== deepZoom.pages[deepZoom.at]) return;
  if (!found?.length) {
    body.append(make("p", { textContent: found ? deepZoom.words.noNotes : deepZoom.words.trouble }));
    return;
  }
  const texts = found.map((note) => {
    const bodies = [note.body].flat();
    const body = bodies.find((each) => each.language === deepZoom.words.language) ?? bodies[0];
    return lineTo(deepZoom, body.value, note.target, "li");
  });
  body.append(make("ul", {}, ...texts));
  drawMarks(
    deepZoom,
    found.map((note) => note.target),
    "note",
  );
}
