"use strict";
const field = document.getElementById("find");
const names = [...document.querySelectorAll(".name")];
const plain = (text) => text.toLowerCase().replaceAll("ё", "е");
const texts = names.map((name) => plain(name.textContent));
field.addEventListener("input", () => {
  const wanted = plain(field.value.trim());
  names.forEach((name, number) => { name.hidden = !texts[number].includes(wanted); });
  for (const heading of document.querySelectorAll("h3")) {
    heading.hidden = !heading.nextElementSibling.querySelector(".name:not([hidden])");
  }
});
