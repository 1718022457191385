// The part of a page that a target names, as Media Fragments write it: left, top, width, height in pixels, or nothing.
export function regionOf(target) {
  const match = String(target).match(/#xywh=(\d+),(\d+),(\d+),(\d+)$/);
  return match ? match.slice(1).map(Number) : null;
}
