"use strict";
(() => {
  const sections = [...document.querySelectorAll(".section")];
  const wires = [...document.querySelectorAll(".wire")];
  const hint = document.getElementById("hint");
  const ends = (wire) => wire.dataset.ends.split(" ");
  const show = (number) => {
    for (const detail of document.querySelectorAll("aside [data-detail]")) {
      detail.hidden = detail.dataset.detail !== number;
    }
    hint.hidden = number !== null;
  };
  const light = (chosen) => {
    const lit = new Set(chosen ? [chosen] : []);
    if (chosen?.classList.contains("section")) {
      const number = chosen.dataset.section;
      for (const wire of wires) if (ends(wire).includes(number)) lit.add(wire);
      show(number);
    } else {
      show(null);
    }
    for (const wire of lit) {
      if (wire.dataset.ends) for (const end of ends(wire)) lit.add(sections[Number(end)]);
    }
    for (const part of [...sections, ...wires]) {
      part.classList.toggle("lit", lit.has(part));
      part.classList.toggle("dim", chosen !== null && !lit.has(part));
    }
  };
  let focused = null;
  for (const part of [...sections, ...wires]) {
    part.addEventListener("mouseenter", () => light(part));
    part.addEventListener("mouseleave", () => light(focused));
    part.addEventListener("focus", () => light((focused = part)));
    part.addEventListener("blur", () => light((focused = null)));
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") document.activeElement?.blur();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !sections.length) return;
    const at = sections.indexOf(document.activeElement);
    const next = at < 0 ? (step > 0 ? 0 : sections.length - 1) : at + step;
    if (sections[next]) {
      event.preventDefault();
      sections[next].focus();
    }
  });
})();
