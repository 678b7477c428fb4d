// Progressive bits. Every page works without them; hooks are data-* attributes, words come from the page.

const icon = (path) => {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [name, value] of Object.entries({ class: "icon", viewBox: "0 0 24 24", width: 20, height: 20, "aria-hidden": "true" })) {
    svg.setAttribute(name, value);
  }
  svg.append(document.createElementNS(svg.namespaceURI, "path"));
  svg.firstChild.setAttribute("d", path);
  return svg;
};

const closeButton = (label) => {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "close";
  button.setAttribute("aria-label", label);
  button.append(icon("M6 6l12 12M18 6L6 18"));
  return button;
};

// Messages can be put away.
const dismissable = (root) => {
  for (const message of root.querySelectorAll("[data-dismissable]:not([data-ready])")) {
    message.dataset.ready = "";
    const button = closeButton(message.dataset.dismissable);
    button.addEventListener("click", () => message.remove());
    message.append(button);
  }
};

// <details data-dialog> becomes a modal dialog; without JavaScript it unfolds in the page.
const dialogs = (root) => {
  for (const details of root.querySelectorAll("details[data-dialog]:not([data-ready])")) {
    details.dataset.ready = "";
    const summary = details.querySelector("summary");
    const dialog = document.createElement("dialog");
    const body = details.querySelector(".dialog__body");
    const wasOpen = details.open;
    dialog.className = "dialog__modal";
    dialog.setAttribute("aria-label", summary.textContent.trim());
    const close = closeButton(details.dataset.dialog);
    dialog.append(close, body);
    details.after(dialog);
    summary.setAttribute("aria-haspopup", "dialog");
    summary.addEventListener("click", (event) => {
      event.preventDefault();
      dialog.showModal();
    });
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    dialog.addEventListener("close", () => summary.focus());
    details.open = false;
    if (wasOpen) dialog.showModal(); // the server unfolded it, for instance around a form with mistakes
  }
};

// What is wrong is read first.
const focusErrors = (root) => root.querySelector("[data-focus]")?.focus();

// What is copied: the words themselves, or with "#id" what stands in that field or element.
const wordsOf = (what) => {
  const element = what.startsWith("#") && document.querySelector(what);
  return element ? (element.value ?? element.textContent).trim() : what;
};

const copy = async (button) => {
  await navigator.clipboard.writeText(wordsOf(button.dataset.copy));
  const words = button.querySelector("span");
  const before = words.textContent;
  words.textContent = button.dataset.copied;
  setTimeout(() => { words.textContent = before; }, 2500);
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (button) copy(button);
});

// A form is sent once, however often its button is pressed.
document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-once]");
  if (!form) return;
  if (form.dataset.sent !== undefined) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  form.dataset.sent = "";
  event.submitter?.setAttribute("aria-busy", "true");
}, true);

const allowAgain = (root) => {
  for (const form of root.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const button of root.querySelectorAll("[aria-busy='true']")) button.removeAttribute("aria-busy");
};

// Copy buttons show themselves only where copying works.
const copyable = (root) => {
  if (!navigator.clipboard) return;
  for (const button of root.querySelectorAll("[data-copy][hidden]")) button.hidden = false;
};

// What an address points at unfolds; newer browsers do it by themselves.
const unfold = () => {
  const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const fold = target && target.closest("details:not([data-dialog])");
  if (fold && !fold.open) { fold.open = true; target.scrollIntoView(); }
};
unfold();
addEventListener("hashchange", unfold);

const enhance = (root) => { dismissable(root); dialogs(root); copyable(root); };
enhance(document);
focusErrors(document);
addEventListener("pageshow", (event) => event.persisted && allowAgain(document));
document.addEventListener("htmx:afterRequest", () => allowAgain(document));
document.addEventListener("htmx:load", (event) => { enhance(event.detail.elt.parentElement ?? document); focusErrors(event.detail.elt); });

// Lists of names that a captain's phone has kept go when nobody is signed in any more.
if (!("signedIn" in document.body.dataset) && window.caches) caches.delete("captains-list");
