// The address form: only the areas of the chosen state are offered.
const state = document.getElementById("id_state");
const area = document.getElementById("id_lga");
if (state && area) {
  const groups = new Map([...area.querySelectorAll("optgroup")].map((group) => [group.label, group]));
  const first = area.querySelector("option[value='']");
  const narrow = () => {
    const chosen = groups.get(state.value);
    const kept = area.value;
    area.replaceChildren(first, ...(chosen ? [chosen] : []));
    area.value = kept;
    if (area.selectedIndex < 0) area.value = "";
    area.disabled = !chosen;
  };
  state.addEventListener("change", narrow);
  narrow();
}
