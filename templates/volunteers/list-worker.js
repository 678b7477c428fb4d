// Keeps the page of one list on the captain's phone, so that it opens without a connection. Marks themselves are kept
// by the page. Names leave the phone when the day is over, when the reader may not see them any more, and at sign-out.
const STORE = "captains-list";
const PATIENCE = 4000; // a weak signal is worse than none
const KEEP = 12 * 3600; // seconds after the end

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const isOurs = (url) => url.origin === self.location.origin && (url.pathname.startsWith("/static/") || /\/shifts\/\d+\/list\/$/.test(url.pathname));

const endOf = async (response) => Number(/data-until="(\d+)"/.exec(await response.clone().text())?.[1] ?? 0);

// The page is kept as long as it may be seen: anything but an answer of its own takes it away.
const remember = async (request, response) => {
  const store = await caches.open(STORE);
  const url = new URL(request.url);
  if (url.pathname.startsWith("/static/")) {
    if (response.ok) await store.put(request, response.clone());
  } else if (response.ok && !response.redirected) {
    await store.put(url.pathname, response.clone());
  } else if (response.status < 500) {
    await store.delete(url.pathname);
  }
  return response;
};

const recall = async (request) => {
  const store = await caches.open(STORE);
  const url = new URL(request.url);
  const page = !url.pathname.startsWith("/static/");
  const kept = await store.match(page ? url.pathname : request, { ignoreVary: true });
  if (kept && page && Date.now() / 1000 > (await endOf(kept)) + KEEP) {
    await store.delete(url.pathname);
    return undefined;
  }
  return kept;
};

const answer = async (request) => {
  const live = fetch(request).then((response) => remember(request, response));
  live.catch(() => {});
  const late = new Promise((resolve) => { setTimeout(resolve, PATIENCE); });
  try {
    const first = await Promise.race([live, late]);
    return first ?? (await recall(request)) ?? (await live);
  } catch (error) {
    const kept = await recall(request);
    if (kept) return kept;
    throw error;
  }
};

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method === "GET" && isOurs(url)) event.respondWith(answer(event.request));
});

// The first visit was not ours yet: the page says what it is made of.
self.addEventListener("message", (event) => {
  const urls = (event.data?.keep ?? []).map((url) => new URL(url)).filter(isOurs);
  event.waitUntil(Promise.all(urls.map((url) => {
    const request = new Request(url, { credentials: "same-origin" });
    return fetch(request).then((response) => remember(request, response)).catch(() => {});
  })));
});
