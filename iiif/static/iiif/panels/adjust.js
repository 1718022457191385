// Brightness and contrast of the picture.
import { make } from "../dom.js";

export function adjust(viewer) {
  const row = (name) => {
    const input = make("input", { type: "range", min: 30, max: 250, value: viewer[name] ?? 100 });
    input.addEventListener("input", () => {
      viewer[name] = Number(input.value);
      viewer.filter();
    });
    return make("label", {}, viewer.words[name], input);
  };
  const rows = [row("brightness"), row("contrast")];
  const reset = make("button", { type: "button", textContent: viewer.words.reset });
  reset.addEventListener("click", () => {
    viewer.brightness = viewer.contrast = 100;
    viewer.filter();
    adjust(viewer);
  });
  viewer.panel("adjust", ...rows, reset);
}
