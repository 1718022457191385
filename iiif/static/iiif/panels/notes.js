// What has been written on the page.
import { make } from "../dom.js";

export async function notes(viewer) {
  const page = viewer.pages[viewer.at];
  const body = make("div");
  viewer.panel("notes", body);
  const found = page.notes ? await viewer.annotations(page.notes) : [];
  if (!body.isConnected || page !== viewer.pages[viewer.at]) return;
  if (!found?.length) {
    body.append(make("p", { textContent: found ? viewer.words.noNotes : viewer.words.trouble }));
    return;
  }
  const texts = found.map((note) => {
    const bodies = [note.body].flat();
    const body = bodies.find((each) => each.language === viewer.words.language) ?? bodies[0];
    return viewer.lookLine(body.value, note.target, "li");
  });
  body.append(make("ul", {}, ...texts));
  viewer.draw(
    found.map((note) => note.target),
    "note",
  );
}
