// A IIIF Presentation 3 manifest as the viewer needs it: pages in order, and the services around them.
const ofType = (services, type) => (services ?? []).find((service) => service.type === type);

function page(canvas) {
  const body = [canvas.items?.[0]?.items?.[0]?.body].flat()[0] ?? {};
  const image = (body.service ?? []).find((service) => /^ImageService/.test(service.type ?? service["@type"]));
  const external = (word) => (canvas.annotations ?? []).find((each) => each.id.endsWith(word))?.id;
  return {
    id: canvas.id,
    label: canvas.label,
    width: canvas.width,
    height: canvas.height,
    info: image && `${image.id ?? image["@id"]}/info.json`,
    thumb: canvas.thumbnail?.[0]?.id,
    text: external("/text"),
    notes: external("/notes"),
  };
}

export async function readManifest(address) {
  const answer = await fetch(address, { headers: { Accept: "application/ld+json" } });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  const document = await answer.json();
  return {
    id: document.id,
    label: document.label,
    direction: document.viewingDirection,
    behavior: document.behavior ?? [],
    // pages without an image service (sound, film, a blank leaf) cannot be walked into
    pages: document.items.map(page).filter((each) => each.info),
    search: ofType(document.service, "SearchService2")?.id,
    renderings: document.rendering ?? [],
  };
}

// Content State 1.0, section 6: percent-encoded, then base64url without padding
export function encodeState(state) {
  return btoa(encodeURIComponent(JSON.stringify(state)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");
}

export function decodeState(text) {
  if (!/^[A-Za-z0-9_-]+$/.test(text)) return text.trim().startsWith("{") ? JSON.parse(text) : { id: text };
  return JSON.parse(decodeURIComponent(atob(text.replace(/-/g, "+").replace(/_/g, "/"))));
}

// The annotations of a page; null where the archive gives no answer.
export async function fetchAnnotations(address) {
  try {
    const answer = await fetch(address);
    return answer.ok ? (await answer.json()).items : null;
  } catch {
    return null;
  }
}
