// Search in the document.

import { make } from "../dom.js";
import { clearMarks, markHits } from "../marks.js";
import { regionOf } from "../regions.js";
import { linkTo } from "../states.js";

export function find(zoom, argument = "") {
  const input = make("input", {
    type: "search",
    name: "q",
    required: true,
    value: zoom.asked ?? argument,
    autocomplete: "off",
  });
  input.setAttribute("aria-label", zoom.words.findLabel);
  const list = make("datalist", { id: `terms-${Math.random().toString(36).slice(2)}` });
  input.setAttribute("list", list.id);
  const form = make(
    "form",
    {},
    make("label", { textContent: zoom.words.findLabel }),
    input,
    list,
    make("button", { textContent: zoom.words.go }),
  );
  const results = make("div", { className: "results" });
  results.setAttribute("aria-live", "polite");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    look(zoom, input.value, results);
  });
  input.addEventListener("input", () => complete(zoom, input.value, list));
  zoom.panel("find", form, results);
  input.focus();
  if (input.value) look(zoom, input.value, results);
}

async function complete(zoom, text, list) {
  clearTimeout(zoom.typing);
  if (text.trim().length < 2) return;
  zoom.typing = setTimeout(async () => {
    const answer = await fetch(
      `${zoom.manifest.search.replace(/search$/, "autocomplete")}?${new URLSearchParams({ q: text })}`,
    );
    if (answer.ok)
      list.replaceChildren(
        ...(await answer.json()).items.slice(0, 8).map((term) => make("option", { value: term.value })),
      );
  }, 200);
}

async function look(zoom, text, results) {
  zoom.asked = text;
  clearMarks(zoom);
  results.textContent = zoom.words.finding;
  zoom.hits = [];
  const list = make("ol");
  const came = await findMore(zoom, `${zoom.manifest.search}?${new URLSearchParams({ q: text })}`, list);
  if (zoom.asked !== text || !results.isConnected) return;
  if (!came) {
    results.textContent = zoom.words.noAnswer;
    return;
  }
  if (!list.childElementCount) {
    results.textContent = zoom.words.none;
    return;
  }
  const count = make("p", { textContent: `${zoom.found} ${zoom.words.hits}` });
  results.replaceChildren(count, list, ...(zoom.next ? [more(zoom, list, results)] : []));
  markHits(zoom);
}

function more(zoom, list, results) {
  const button = make("button", { type: "button", textContent: zoom.words.more });
  button.addEventListener("click", async () => {
    if (!(await findMore(zoom, zoom.next, list))) return;
    button.remove();
    if (zoom.next) results.append(more(zoom, list, results));
    markHits(zoom);
  });
  return button;
}

// One page of hits into the list; false where the archive gave no answer.
async function findMore(zoom, address, list) {
  let page;
  try {
    const answer = await fetch(address);
    if (!answer.ok) return false;
    page = await answer.json();
  } catch {
    return false;
  }
  zoom.found = page.partOf?.total ?? page.items.length;
  zoom.next = page.next?.id;
  const targets = new Map(page.items.map((item) => [item.id, item.target]));
  for (const hit of page.annotations?.[0]?.items ?? []) {
    const places = hit.target.map((target) => targets.get(target.source));
    const quote = hit.target[0].selector[0];
    const index = zoom.pages.findIndex((each) => String(places[0]).startsWith(`${each.id}#`) || places[0] === each.id);
    zoom.hits.push(...places);
    const label = index < 0 ? zoom.words.elsewhere : `${zoom.words.page} ${zoom.first + index}`;
    const button = make(
      "button",
      { type: "button", className: "line" },
      make("span", { className: "page", textContent: label }),
      quote.prefix ?? "",
      make("mark", { textContent: quote.exact }),
      quote.suffix ?? "",
    );
    button.addEventListener("click", () => {
      // an item of this file has a page of its own
      if (index < 0) location.assign(linkTo(zoom, { id: places[0], type: "Canvas" }));
      else zoom.turnTo(index, regionOf(places[0]) ?? undefined);
    });
    list.append(make("li", {}, button));
  }
  return true;
}
