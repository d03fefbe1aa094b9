// Suggestions under the search box: an ARIA combobox. Without this script the box is a plain form.
const box = document.querySelector("#site-search");
const form = box.form;
const WAIT = 120; // milliseconds after the last letter
const GROUPS = [
  ["words", "", (word) => ({ text: word, address: `/shop?q=${encodeURIComponent(word)}` })],
  ["categories", "Kind", (kind) => ({ text: kind.name, address: `/c/${kind.slug}` })],
  ["brands", "Brand", (brand) => ({ text: brand.name, address: `/shop?brand=${brand.slug}` })],
  ["vendors", "House", (house) => ({ text: house.name, address: `/v/${house.slug}` })],
  ["products", "", (piece) => ({ text: piece.title, address: `/p/${piece.slug}`, price: piece.price, picture: piece.thumbnail_url })],
];
const MOST = { words: 6, categories: 3, brands: 2, vendors: 2, products: 4 };

const list = document.createElement("ul");
list.id = "site-suggestions";
list.className = "suggestions";
list.setAttribute("role", "listbox");
list.setAttribute("aria-label", "Suggestions");
list.hidden = true;
const told = document.createElement("p");
told.className = "visually-hidden";
told.setAttribute("role", "status");
form.append(list, told);
for (const [name, value] of Object.entries({
  role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
})) box.setAttribute(name, value);

let waiting, asked, active = -1, typed = "", listed = "";
const options = () => [...list.children];

function close() {
  clearTimeout(waiting);
  asked?.abort();
  list.hidden = true;
  options()[active]?.removeAttribute("aria-selected");
  active = -1;
  box.setAttribute("aria-expanded", "false");
  box.removeAttribute("aria-activedescendant");
}

function open() {
  list.hidden = !list.childElementCount;
  box.setAttribute("aria-expanded", String(!list.hidden));
}

// An arrow opens what Escape or leaving the box has closed, and goes on to its first or last row.
async function reopen(step) {
  typed = box.value;
  const words = typed.trim();
  if (words.length < 2) return;
  clearTimeout(waiting);
  if (words === listed) open();
  else await ask(words);
  if (!list.hidden) choose(active + step);
}

function choose(number) {
  const all = options();
  all[active]?.removeAttribute("aria-selected");
  active = number < -1 ? all.length - 1 : number >= all.length ? -1 : number;
  const chosen = all[active];
  chosen?.setAttribute("aria-selected", "true");
  chosen?.scrollIntoView({ block: "nearest" });
  if (chosen) box.setAttribute("aria-activedescendant", chosen.id);
  else box.removeAttribute("aria-activedescendant");
  box.value = chosen?.dataset.word ?? typed;
}

function option(group, hint, { text, address, price, picture }, number) {
  const row = document.createElement("li");
  row.id = `suggestion-${number}`;
  row.setAttribute("role", "option");
  row.className = "suggestions__row";
  row.dataset.address = address;
  if (group === "words") row.dataset.word = text;
  if (picture) {
    const image = document.createElement("img");
    Object.assign(image, { src: picture, alt: "", width: 40, height: 53, loading: "lazy" });
    row.append(image);
  }
  const label = document.createElement("span");
  label.textContent = text;
  row.append(label);
  const aside = price ? `₦${Number(price.amount).toLocaleString("en-NG")}` : hint;
  if (aside) {
    const small = document.createElement("small");
    small.textContent = aside;
    row.append(small);
  }
  return row;
}

function show(found, words) {
  const rows = GROUPS.flatMap(([group, hint, shape]) =>
    found[group].slice(0, MOST[group]).map((one) => [group, hint, shape(one)]));
  list.replaceChildren(...rows.map((row, number) => option(...row, number)));
  listed = words;
  active = -1;
  box.removeAttribute("aria-activedescendant");
  open();
  told.textContent = rows.length ? `${rows.length} suggestions` : "No suggestions";
}

async function ask(words) {
  asked?.abort();
  asked = new AbortController();
  const { signal } = asked;
  try {
    const answer = await fetch(`/api/v2/suggest/?q=${encodeURIComponent(words)}`, { signal });
    if (!answer.ok) return close();
    const found = await answer.json();
    if (!signal.aborted && document.activeElement === box) show(found, words);
  } catch (error) {
    if (error.name !== "AbortError") close(); // offline: the form still works
  }
}

box.addEventListener("input", () => {
  typed = box.value;
  clearTimeout(waiting);
  if (typed.trim().length < 2) return close();
  waiting = setTimeout(ask, WAIT, typed.trim());
});
box.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !list.hidden) {
    event.preventDefault();
    event.stopPropagation();
    box.value = typed;
    close();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const step = event.key === "ArrowDown" ? 1 : -1;
    if (list.hidden) reopen(step);
    else choose(active + step);
  } else if (event.key === "Enter" && active >= 0) {
    event.preventDefault();
    location.assign(options()[active].dataset.address);
  }
});
box.addEventListener("blur", close);
list.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the box focused
list.addEventListener("click", (event) => {
  const row = event.target.closest("[role=option]");
  if (row) location.assign(row.dataset.address);
});
