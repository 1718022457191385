// Search in the document.
import { make } from "../dom.js";
import { clearMarks, markHits } from "../marks.js";
import { regionOf } from "../regions.js";
import { linkTo } from "../sharing.js";

export function find(deepZoom, argument = "") {
  const input = make("input", {
    type: "search",
    name: "q",
    required: true,
    value: deepZoom.asked ?? argument,
    autocomplete: "off",
  });
  input.setAttribute("aria-label", deepZoom.words.findLabel);
  const list = make("datalist", { id: `terms-${Math.random().toString(36).slice(2)}` });
  input.setAttribute("list", list.id);
  const form = make(
    "form",
    {},
    make("label", { textContent: deepZoom.words.findLabel }),
    input,
    list,
    make("button", { textContent: deepZoom.words.go }),
  );
  const results = make("div", { className: "results" });
  results.setAttribute("aria-live", "polite");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    look(deepZoom, input.value, results);
  });
  input.addEventListener("input", () => complete(deepZoom, input.value, list));
  deepZoom.panel("find", form, results);
  input.focus();
  if (input.value) look(deepZoom, input.value, results);
}

async function complete(deepZoom, text, list) {
  clearTimeout(deepZoom.typing);
  if (text.trim().length < 2) return;
  deepZoom.typing = setTimeout(async () => {
    const answer = await fetch(
      `${deepZoom.manifest.search.replace(/search$/, "autocomplete")}?${new URLSearchParams({ q: text })}`,
    );
    if (answer.ok)
      list.replaceChildren(
        ...(await answer.json()).items.slice(0, 8).map((term) => make("option", { value: term.value })),
      );
  }, 200);
}

async function look(deepZoom, text, results) {
  deepZoom.asked = text;
  clearMarks(deepZoom);
  results.textContent = deepZoom.words.finding;
  deepZoom.hits = [];
  const list = make("ol");
  const came = await findMore(deepZoom, `${deepZoom.manifest.search}?${new URLSearchParams({ q: text })}`, list);
  if (deepZoom.asked !== text || !results.isConnected) return;
  if (!came) {
    results.textContent = deepZoom.words.noAnswer;
    return;
  }
  if (!list.childElementCount) {
    results.textContent = deepZoom.words.none;
    return;
  }
  const count = make("p", { textContent: `${deepZoom.found} ${deepZoom.words.hits}` });
  results.replaceChildren(count, list, ...(deepZoom.next ? [more(deepZoom, list, results)] : []));
  markHits(deepZoom);
}

function more(deepZoom, list, results) {
  const button = make("button", { type: "button", textContent: deepZoom.words.more });
  button.addEventListener("click", async () => {
    if (!(await findMore(deepZoom, deepZoom.next, list))) return;
    button.remove();
    if (deepZoom.next) results.append(more(deepZoom, list, results));
    markHits(deepZoom);
  });
  return button;
}

// One page of hits into the list; false where the archive gave no answer.
async function findMore(deepZoom, address, list) {
  let page;
  try {
    const answer = await fetch(address);
    if (!answer.ok) return false;
    page = await answer.json();
  } catch {
    return false;
  }
  deepZoom.found = page.partOf?.total ?? page.items.length;
  deepZoom.next = page.next?.id;
  const targets = new Map(page.items.map((item) => [item.id, item.target]));
  for (const hit of page.annotations?.[0]?.items ?? []) {
    const places = hit.target.map((target) => targets.get(target.source));
    const quote = hit.target[0].selector[0];
    const index = deepZoom.pages.findIndex(
      (each) => String(places[0]).startsWith(`${each.id}#`) || places[0] === each.id,
    );
    deepZoom.hits.push(...places);
    const label = index < 0 ? deepZoom.words.elsewhere : `${deepZoom.words.page} ${deepZoom.first + index}`;
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
      if (index < 0) location.assign(linkTo(deepZoom, { id: places[0], type: "Canvas" }));
      else deepZoom.turnTo(index, regionOf(places[0]) ?? undefined);
    });
    list.append(make("li", {}, button));
  }
  return true;
}
