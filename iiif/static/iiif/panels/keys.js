// What the keyboard does.
import { make } from "../dom.js";

export function keys(zoom) {
  const list = make(
    "dl",
    {},
    ...zoom.words.keysList.flatMap(([keys, what]) => [
      make("dt", { textContent: keys }),
      make("dd", { textContent: what }),
    ]),
  );
  zoom.panel("keys", list);
}
