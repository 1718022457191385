// Brightness and contrast of the picture.
import { make } from "../dom.js";

export function adjust(deepZoom) {
  const row = (name) => {
    const input = make("input", { type: "range", min: 30, max: 250, value: deepZoom[name] ?? 100 });
    input.addEventListener("input", () => {
      deepZoom[name] = Number(input.value);
      deepZoom.filter();
    });
    return make("label", {}, deepZoom.words[name], input);
  };
  const rows = [row("brightness"), row("contrast")];
  const reset = make("button", { type: "button", textContent: deepZoom.words.reset });
  reset.addEventListener("click", () => {
    deepZoom.brightness = deepZoom.contrast = 100;
    deepZoom.filter();
    adjust(deepZoom);
  });
  deepZoom.panel("adjust", ...rows, reset);
}
