// The part of a page that a target names, as Media Fragments write it: left, top, width, height in pixels, or nothing.
export function regionOf(target) {
  const match = String(target).match(/#xywh=(\d+),(\d+),(\d+),(\d+)$/);
  return match ? match.slice(1).map(Number) : null;
}

// The part of a page that a frame shows, in whole pixels; null where it shows the whole page, or nothing of it.
export function partOf(page, frame) {
  const left = Math.max(0, Math.round(frame.x));
  const top = Math.max(0, Math.round(frame.y));
  const right = Math.min(page.width, Math.round(frame.x + frame.width));
  const bottom = Math.min(page.height, Math.round(frame.y + frame.height));
  const isWhole = left === 0 && top === 0 && right === page.width && bottom === page.height;
  return right > left && bottom > top && !isWhole ? [left, top, right - left, bottom - top] : null;
}
