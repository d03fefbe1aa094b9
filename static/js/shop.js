// What scripts add; each page works without them. Loaded with `defer` on every page.
// 1. A form marked data-once is sent once and its button says so.
for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    const button = event.submitter ?? form.querySelector("button:not([type=button])");
    if (!button) return;
    button.setAttribute("aria-busy", "true");
    if (button.dataset.working !== "") {
      button.dataset.label = button.textContent;
      button.textContent = button.dataset.working ?? "Working…";
    }
  });
}
// Coming back with the Back button finds the form ready again.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[aria-busy]")) {
      button.removeAttribute("aria-busy");
      if (button.dataset.label) button.textContent = button.dataset.label;
    }
  }
});

// 2. One open menu at a time; Escape closes it.
const menu = document.querySelector("details.menu");
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && menu?.open) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// 3. The sort choice applies at once.
for (const select of document.querySelectorAll("select[data-submit]")) {
  select.addEventListener("change", () => select.form.requestSubmit());
}
