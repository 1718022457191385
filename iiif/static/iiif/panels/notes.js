// What has been written on the page.

import { make } from "../dom.js";
import { drawMarks, fetchAnnotations, lineTo } from "../marks.js";

export async function notes(zoom) {
  const page = zoom.pages[zoom.at];
  const body = make("div");
  zoom.panel("notes", body);
  const found = page.notes ? await fetchAnnotations(page.notes) : [];
  if (!body.isConnected || page !== zoom.pages[zoom.at]) return;
  if (!found?.length) {
    body.append(make("p", { textContent: found ? zoom.words.noNotes : zoom.words.trouble }));
    return;
  }
  const texts = found.map((note) => {
    const bodies = [note.body].flat();
    const body = bodies.find((each) => each.language === zoom.words.language) ?? bodies[0];
    return lineTo(zoom, body.value, note.target, "li");
  });
  body.append(make("ul", {}, ...texts));
  drawMarks(
    zoom,
    found.map((note) => note.target),
    "note",
  );
}
