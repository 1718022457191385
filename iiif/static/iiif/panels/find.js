// Search in the document.
import { make } from "../dom.js";
import { regionOf } from "../regions.js";

export function find(viewer, argument = "") {
  const input = make("input", {
    type: "search",
    name: "q",
    required: true,
    value: viewer.asked ?? argument,
    autocomplete: "off",
  });
  input.setAttribute("aria-label", viewer.words.findLabel);
  const list = make("datalist", { id: `terms-${Math.random().toString(36).slice(2)}` });
  input.setAttribute("list", list.id);
  const form = make(
    "form",
    {},
    make("label", { textContent: viewer.words.findLabel }),
    input,
    list,
    make("button", { textContent: viewer.words.go }),
  );
  const results = make("div", { className: "results" });
  results.setAttribute("aria-live", "polite");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    look(viewer, input.value, results);
  });
  input.addEventListener("input", () => complete(viewer, input.value, list));
  viewer.panel("find", form, results);
  input.focus();
  if (input.value) look(viewer, input.value, results);
}

async function complete(viewer, text, list) {
  clearTimeout(viewer.typing);
  if (text.trim().length < 2) return;
  viewer.typing = setTimeout(async () => {
    const answer = await fetch(
      `${viewer.manifest.search.replace(/search$/, "autocomplete")}?${new URLSearchParams({ q: text })}`,
    );
    if (answer.ok)
      list.replaceChildren(
        ...(await answer.json()).items.slice(0, 8).map((term) => make("option", { value: term.value })),
      );
  }, 200);
}

async function look(viewer, text, results) {
  viewer.asked = text;
  viewer.clearHits();
  results.textContent = viewer.words.finding;
  viewer.hits = [];
  const list = make("ol");
  const came = await findMore(viewer, `${viewer.manifest.search}?${new URLSearchParams({ q: text })}`, list);
  if (viewer.asked !== text || !results.isConnected) return;
  if (!came) {
    results.textContent = viewer.words.noAnswer;
    return;
  }
  if (!list.childElementCount) {
    results.textContent = viewer.words.none;
    return;
  }
  const count = make("p", { textContent: `${viewer.found} ${viewer.words.hits}` });
  results.replaceChildren(count, list, ...(viewer.next ? [more(viewer, list, results)] : []));
  viewer.mark();
}

function more(viewer, list, results) {
  const button = make("button", { type: "button", textContent: viewer.words.more });
  button.addEventListener("click", async () => {
    if (!(await findMore(viewer, viewer.next, list))) return;
    button.remove();
    if (viewer.next) results.append(more(viewer, list, results));
    viewer.mark();
  });
  return button;
}

// One page of hits into the list; false where the archive gave no answer.
async function findMore(viewer, address, list) {
  let page;
  try {
    const answer = await fetch(address);
    if (!answer.ok) return false;
    page = await answer.json();
  } catch {
    return false;
  }
  viewer.found = page.partOf?.total ?? page.items.length;
  viewer.next = page.next?.id;
  const targets = new Map(page.items.map((item) => [item.id, item.target]));
  for (const hit of page.annotations?.[0]?.items ?? []) {
    const places = hit.target.map((target) => targets.get(target.source));
    const quote = hit.target[0].selector[0];
    const index = viewer.pages.findIndex(
      (each) => String(places[0]).startsWith(`${each.id}#`) || places[0] === each.id,
    );
    viewer.hits.push(...places);
    const label = index < 0 ? viewer.words.elsewhere : `${viewer.words.page} ${viewer.first + index}`;
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
      if (index < 0) location.assign(viewer.linkTo({ id: places[0], type: "Canvas" }));
      else viewer.turnTo(index, regionOf(places[0]) ?? undefined);
    });
    list.append(make("li", {}, button));
  }
  return true;
}
