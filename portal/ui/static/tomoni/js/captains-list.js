// The captain's list without a connection. A mark is kept on the phone with a key of its own and a time, shown at once,
// and sent when it can be; the server counts each key once. Without this file every mark is an ordinary form.

const root = document.querySelector("[data-list]");
const words = root.dataset;
const STORE = `tomoni.list.${words.list}.${words.person}`;
const AGAIN = 15_000;
const AT_ONCE = 50;
let sending = false;
let state = "";
let shown = "";

// --- what is kept on the phone -----------------------------------------------------------------------------------

const read = () => {
  try { return JSON.parse(localStorage.getItem(STORE)) ?? []; } catch { return []; }
};
const write = (queue) => {
  if (queue.length) localStorage.setItem(STORE, JSON.stringify(queue));
  else localStorage.removeItem(STORE);
};

// crypto.randomUUID asks for a secure page; an office server in the local network may not be one.
const newKey = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
};

const keep = (mark) => {
  write([...read(), { key: newKey(), at: new Date().toISOString(), ...mark }]);
  paint();
  send();
};

// --- what is shown ---------------------------------------------------------------------------------------------------

const AFTER = { here: "checked_in", left: "left", no_show: "no_show", undo: "confirmed" };
const clock = (iso) => new Date(iso).toLocaleTimeString("ja-JP", { timeZone: "Asia/Tokyo", hour: "numeric", minute: "2-digit" });

const paintLine = (line, marks) => {
  line.dataset.saved ??= line.dataset.state;
  line.querySelector("[data-waits]").hidden = !marks.length;
  if (!marks.length) return;
  const last = marks.at(-1);
  line.dataset.state = AFTER[last.kind];
  line.querySelector("[data-state-words]").textContent = words[`words${line.dataset.state[0].toUpperCase()}${line.dataset.state.slice(1)}`] ?? "";
  line.querySelector("[data-state-time]").textContent = ["here", "left"].includes(last.kind) ? clock(last.at) : "";
};

const arrivalLine = (mark) => {
  const item = document.createElement("li");
  const name = document.createElement("b");
  const note = document.createElement("p");
  item.className = "seatline seatline--arriving";
  item.dataset.arriving = mark.key;
  name.textContent = mark.name;
  note.className = "seatline__state";
  note.textContent = words.wordsArriving;
  item.append(name, note);
  return item;
};

const paint = () => {
  const queue = read();
  for (const line of root.querySelectorAll("[data-line]")) {
    paintLine(line, queue.filter((mark) => String(mark.signup) === line.dataset.line));
  }
  for (const old of root.querySelectorAll("[data-arriving]")) old.remove();
  const arrivals = queue.filter((mark) => mark.kind === "walk_in");
  if (arrivals.length) root.querySelector("[data-guests]").hidden = false;
  root.querySelector("[data-guest-lines]").append(...arrivals.map(arrivalLine));
  recount();
  say(queue.length);
  find();
};

// Heads are counted from the line at the top: it must be true without a connection too.
const recount = () => {
  const place = root.querySelector("[data-count]");
  const lines = [...root.querySelectorAll("[data-line]")];
  const count = (...states) => lines.filter((line) => states.includes(line.dataset.state)).length;
  const guests = Number(place.dataset.guestsHere) + root.querySelectorAll("[data-arriving]").length;
  const numbers = { here: count("checked_in", "left", "attended") + guests, missing: count("no_show"), unmarked: count("confirmed") };
  const label = place.dataset.pattern.replace(/{(\w+)}/g, (_whole, name) => numbers[name]);
  const all = lines.length + guests;
  place.querySelector(".progress__words span").textContent = label;
  place.querySelector(".progress__words b").textContent = `${numbers.here} / ${all}`;
  place.querySelector("svg").setAttribute("aria-label", `${label}: ${numbers.here} / ${all}`);
  place.querySelector(".progress__done")?.setAttribute("x2", all ? 1 + (98 * numbers.here) / all : 1);
};

const say = (count) => {
  const place = root.querySelector("[data-sync-state]");
  const waiting = count === 1 ? words.wordsWaitingOne : words.wordsWaiting.replace("{n}", count);
  const text = { out: words.wordsSignedOut, trouble: words.wordsTroubled }[state] ?? (count ? (sending ? words.wordsSending : waiting) : words.wordsSaved);
  place.hidden = false;
  place.dataset.state = count ? state || (sending ? "sending" : "waiting") : "saved";
  if (place.dataset.said === `${state}${text}`) return;
  place.dataset.said = `${state}${text}`;
  place.textContent = count || state === "out" ? text : words.wordsSaved;
  if (state === "out") {
    const link = document.createElement("a");
    link.href = words.signIn;
    link.textContent = words.wordsSignIn;
    place.append(" ", link);
  }
};

const complain = (sentences) => {
  const place = root.querySelector("[data-refused]");
  for (const sentence of sentences) {
    const line = document.createElement("p");
    line.textContent = sentence;
    place.append(line);
  }
};

// --- sending -----------------------------------------------------------------------------------------------------------

const token = () => root.querySelector("input[name=csrfmiddlewaretoken]").value;

// After signing in again, or when the page came from the phone, its token may be an old one: a fresh page has a good one.
const freshToken = async () => {
  const response = await fetch(location.pathname, { cache: "no-store" });
  if (response.redirected || !response.ok) return false;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const good = page.querySelector("input[name=csrfmiddlewaretoken]")?.value;
  if (!good) return false;
  for (const input of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) input.value = good;
  return true;
};

const post = (marks) => fetch(words.sync, {
  method: "POST",
  headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
  body: JSON.stringify({ marks }),
  signal: AbortSignal.timeout(20_000),
});

const take = async (response) => {
  const { results, html } = await response.json();
  const done = new Set(results.map((result) => result.key));
  write(read().filter((mark) => !done.has(mark.key)));
  complain(results.filter((result) => result.refused).map((result) => result.refused));
  // Nothing moves under a finger while nothing changes; keys and tokens are new every time.
  const same = html.replace(/ value="[^"]*"/g, "");
  if (same === shown) return;
  shown = same;
  const focused = document.activeElement?.closest("[data-line]")?.dataset.line;
  const place = root.querySelector("[data-lines]");
  place.outerHTML = html;
  if (focused) root.querySelector(`[data-line="${focused}"] button:not([hidden])`)?.focus({ preventScroll: true });
};

const deliver = async () => {
  const batch = read().slice(0, AT_ONCE);
  let response = await post(batch);
  if (response.status === 403 && (await freshToken())) response = await post(batch);
  if (response.ok) {
    state = "";
    await take(response);
  } else {
    state = [401, 403].includes(response.status) ? "out" : "trouble";
  }
};

const send = async () => {
  if (sending) return;
  sending = true;
  say(read().length);
  try {
    await deliver();
  } catch {
    state = ""; // no connection: the marks wait
  } finally {
    sending = false;
    paint();
  }
  if (read().length && !state && navigator.onLine !== false) setTimeout(send, 1_000);
};

// --- taps ---------------------------------------------------------------------------------------------------------------

root.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("[data-mark]")) {
    event.preventDefault();
    keep({ kind: event.submitter.value, signup: Number(form.elements.signup.value) });
  } else if (form.matches("[data-arrival]")) {
    event.preventDefault();
    const given = new FormData(form);
    keep({ kind: "walk_in", name: String(given.get("name")).trim(), demand: Number(given.get("demand")) });
    form.reset();
  }
});

// Long lists are searched by name or kana.
const field = root.querySelector("#find");
const find = () => {
  const wanted = field.value.trim().toLowerCase();
  for (const line of root.querySelectorAll("[data-line]")) line.hidden = wanted !== "" && !line.dataset.name.toLowerCase().includes(wanted);
};
field.addEventListener("input", find);
root.querySelector("[data-find]").hidden = root.querySelectorAll("[data-line]").length < 8;

addEventListener("online", send);
addEventListener("storage", (event) => event.key === STORE && paint());
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && send());
setInterval(() => document.visibilityState === "visible" && send(), AGAIN);

// --- the page itself, for opening it without a connection -----------------------------------------------------------------

const settle = async () => {
  if (!navigator.serviceWorker) return;
  await navigator.serviceWorker.register(words.worker, { scope: location.pathname });
  const { active } = await navigator.serviceWorker.ready;
  const parts = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src]")].map((part) => part.href || part.src);
  const imported = performance.getEntriesByType("resource").map((entry) => entry.name);
  active.postMessage({ keep: [location.origin + location.pathname, ...new Set([...parts, ...imported])] });
};

paint();
send();
settle().catch(() => {}); // private windows have no service workers: the list works as long as it stays open
