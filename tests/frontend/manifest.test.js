// What the viewer makes of manifests, content states, targets and words.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";
import { decodeState, encodeState, readManifest } from "../../iiif/static/iiif/manifest.js";
import { partOf, regionOf } from "../../iiif/static/iiif/regions.js";
import { said } from "../../iiif/static/iiif/words.js";

async function reading(document, status = 200) {
  const server = createServer((_request, answer) => answer.writeHead(status).end(JSON.stringify(document)));
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  try {
    return await readManifest(`http://127.0.0.1:${server.address().port}/manifest.json`);
  } finally {
    server.close();
  }
}

const service = { id: "https://x.example/iiif/3/a", type: "ImageService3" };
const canvas = (id, body) => ({ id, width: 10, height: 20, items: [{ items: [{ body }] }] });

test("a manifest gives its pages in order, each with its image service", async () => {
  const manifest = await reading({
    id: "m",
    label: { vi: ["Hồ sơ"] },
    viewingDirection: "right-to-left",
    items: [canvas("c1", { service: [service] }), canvas("c2", { service: [service] })],
    service: [{ id: "s", type: "SearchService2" }],
  });

  assert.deepEqual(
    manifest.pages.map((page) => [page.id, page.info]),
    [
      ["c1", "https://x.example/iiif/3/a/info.json"],
      ["c2", "https://x.example/iiif/3/a/info.json"],
    ],
  );
  assert.equal(manifest.direction, "right-to-left");
  assert.equal(manifest.search, "s");
});

test("pages without an image service are left out, old services are known by their old names", async () => {
  const old = { "@id": "https://x.example/iiif/2/b", "@type": "ImageService2" };
  const manifest = await reading({
    items: [canvas("sound", { type: "Sound" }), canvas("old", [{ service: [old] }]), { id: "empty" }],
  });

  assert.deepEqual(
    manifest.pages.map((page) => page.info),
    ["https://x.example/iiif/2/b/info.json"],
  );
});

test("an answer that is no manifest is an error with its status", async () => {
  await assert.rejects(reading({}, 403), /403/);
});

test("a content state comes back as it was, whatever letters are in it", () => {
  const state = { id: "https://x.example/trang#xywh=1,2,3,4", label: "Sổ địa bạ «làng Đông»?" };

  assert.deepEqual(decodeState(encodeState(state)), state);
  assert.match(encodeState(state), /^[A-Za-z0-9_-]+$/);
});

test("a state may also be plain JSON or a bare address", () => {
  assert.deepEqual(decodeState('{"id":"a"}'), { id: "a" });
  assert.deepEqual(decodeState("https://x.example/a"), { id: "https://x.example/a" });
});

test("a target names a region in pixels, or none", () => {
  assert.deepEqual(regionOf("https://x.example/c#xywh=10,20,30,40"), [10, 20, 30, 40]);
  for (const other of ["https://x.example/c", "c#xywh=percent:1,2,3,4", "c#xywh=1,2,3", undefined, { id: "c" }])
    assert.equal(regionOf(other), null);
});

test("a language map speaks the reader's language, else any that there is", () => {
  assert.equal(said({ vi: ["Sổ"], en: ["Register"] }, "en"), "Register");
  assert.equal(said({ none: ["A", "B"] }, "vi"), "A B");
  assert.equal(said({ fr: ["Registre"] }, "vi"), "Registre");
  assert.equal(said(undefined, "vi"), "");
});

test("a frame shows a part of the page in whole pixels, or all of it, or nothing", () => {
  const page = { width: 800, height: 600 };
  assert.deepEqual(partOf(page, { x: 99.6, y: 50.2, width: 200, height: 100 }), [100, 50, 200, 100]);
  assert.deepEqual(partOf(page, { x: -50, y: 500, width: 100, height: 300 }), [0, 500, 50, 100]);
  assert.equal(partOf(page, { x: -10, y: -10, width: 900, height: 700 }), null);
  assert.equal(partOf(page, { x: 900, y: 0, width: 50, height: 50 }), null);
});
