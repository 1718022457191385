// What the keyboard does.
import { make } from "../dom.js";

export function keys(viewer) {
  const list = make(
    "dl",
    {},
    ...viewer.words.keysList.flatMap(([keys, what]) => [
      make("dt", { textContent: keys }),
      make("dd", { textContent: what }),
    ]),
  );
  viewer.panel("keys", list);
}
