// Keeps downtime cards on this device, so that they open without a network. It answers for the pages of the cards of one
// organisation, which are its scope, and for the styles and fonts of these. It runs beside the page: see cards.js.
const scope = new URL(self.registration.scope).pathname;
const shelf = "noodkaarten " + scope;
const patience = 4000; // milliseconds that the network gets before the copy is shown
const grace = 7 * 24 * 60 * 60 * 1000; // how long a copy outlives the session, for who is at work when it ends

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (e) => e.waitUntil(self.clients.claim()));

self.addEventListener("message", (e) => {
  const answer = (says) => e.source?.postMessage(says);
  if (e.data.take) e.waitUntil(take(e.data.take).then((kept) => answer({ kept }), () => answer({ kept: false })));
  if (e.data.leave) e.waitUntil(leave().then(() => answer({ kept: false })));
});

self.addEventListener("fetch", (e) => {
  const { origin, pathname } = new URL(e.request.url);
  if (e.request.method !== "GET" || origin !== self.location.origin) return;
  if (pathname.startsWith("/static/")) e.respondWith(file(e.request));
  else if (e.request.mode === "navigate") e.respondWith(page(e.request));
});

// take fetches everything that is to open without a network, and forgets what no longer belongs to it.
async function take(urls) {
  const answers = await Promise.all(urls.map((url) => fetch(url, { credentials: "same-origin", redirect: "manual", cache: "no-cache" })));
  if (answers.some((a) => !a.ok)) return false;
  const cache = await caches.open(shelf);
  await Promise.all(urls.map((url, i) => cache.put(url, answers[i])));
  for (const old of await cache.keys()) {
    if (!urls.includes(old.url) && !/\.(woff2|svg)$/.test(old.url)) await cache.delete(old);
  }
  return true;
}

// leave takes everything off this device.
async function leave() {
  await caches.delete(shelf);
  await self.registration.unregister();
}

// onShelf finds a copy. It makes no shelf where there is none: what was taken away stays away.
const onShelf = (url) => caches.match(url, { cacheName: shelf, ignoreVary: true });

// file answers with a style or font: their names change when they do.
async function file(request) {
  const kept = await onShelf(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok && (await caches.has(shelf))) await (await caches.open(shelf)).put(request, answer.clone());
  return answer;
}

// page answers with what the server says, and with the copy when it says nothing.
async function page(request) {
  const kept = await onShelf(request.url);
  let answer;
  try {
    answer = await (kept ? inTime(fetch(request)) : fetch(request));
  } catch {
    return copy(kept ?? (await onShelf(scope)), "off");
  }
  if (!kept) return answer;
  if (answer.status === 403 || answer.status === 404) await leave(); // who asks may no longer see them
  if (answer.status >= 500) return copy(kept, "off");
  if (answer.type === "opaqueredirect") {
    if (Date.now() - Date.parse(kept.headers.get("Date")) < grace) return copy(kept, "out");
    await leave();
  }
  if (answer.ok) await (await caches.open(shelf)).put(request.url, answer.clone());
  return answer;
}

function inTime(asked) {
  return Promise.race([asked, new Promise((_, late) => setTimeout(() => late(new Error("late")), patience))]);
}

// copy is a page as it was kept, marked so that it says so.
async function copy(kept, why) {
  if (!kept) return Response.error();
  const headers = new Headers(kept.headers);
  headers.delete("Content-Length");
  return new Response((await kept.text()).replace("<html ", `<html data-kept="${why}" `), { headers });
}

export {}; // or the bundler takes it for a module of another kind
