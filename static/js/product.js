// The product page: the price and the stock note follow the chosen variant, the gallery follows its colour.
const picker = document.querySelector("[data-picker]");
if (picker) {
  const price = document.querySelector("[data-shows=price]");
  const was = document.querySelector("[data-shows=was]");
  const stock = document.querySelector("[data-shows=stock]");
  const choose = (radio) => {
    price.textContent = radio.dataset.price;
    was.textContent = radio.dataset.was;
    was.hidden = !radio.dataset.was;
    stock.textContent = radio.dataset.stock;
    const picture = radio.dataset.picture && document.getElementById(radio.dataset.picture);
    if (picture) picture.scrollIntoView({ block: "nearest", inline: "start" });
  };
  picker.addEventListener("change", (event) => {
    if (event.target.name === "variant_id") choose(event.target);
  });
  const chosen = picker.querySelector("input[name=variant_id]:checked");
  if (chosen) choose(chosen);
}
