// What the keyboard does.
import { make } from "../dom.js";

export function keys(deepZoom) {
  const list = make(
    "dl",
    {},
    ...deepZoom.words.keysList.flatMap(([keys, what]) => [
      make("dt", { textContent: keys }),
      make("dd", { textContent: what }),
    ]),
  );
  deepZoom.panel("keys", list);
}
