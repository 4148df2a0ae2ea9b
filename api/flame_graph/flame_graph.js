// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Zooming and searching in a flame graph. Boxes stand in the order of a walk through the tree of calls, so that the
// callers of a box are among those before it, and whoever is called by it directly behind it.
"use strict";
(() => {
  const TEXT_PIXELS = 30;
  const boxes = [...document.querySelectorAll("#boxes > svg")].map((element) => ({
    element,
    x: parseFloat(element.getAttribute("x")),
    y: parseFloat(element.getAttribute("y")),
    width: parseFloat(element.getAttribute("width")),
    text: element.querySelector("text").textContent.toLowerCase(),
  }));
  const search = document.getElementById("search");
  const found = document.getElementById("found");
  let shown = boxes[0];

  // Places are rounded, so that edges which are the same may differ a little.
  const isWithin = (inner, outer) =>
    inner.x >= outer.x - 1e-3 && inner.x + inner.width <= outer.x + outer.width + 1e-3;

  function layOut() {
    const window_width = document.documentElement.clientWidth || window.innerWidth;
    for (const box of boxes) {
      const above = box.y < shown.y && isWithin(shown, box);
      const visible = above || (box.y >= shown.y && isWithin(box, shown));
      box.element.style.display = visible ? "" : "none";
      if (!visible) continue;
      const x = above ? 0 : ((box.x - shown.x) / shown.width) * 100;
      const width = above ? 100 : Math.min((box.width / shown.width) * 100, 100);
      box.element.setAttribute("x", x + "%");
      box.element.setAttribute("width", width + "%");
      box.element.classList.toggle("around", above);
      box.element.classList.toggle("narrow", (width / 100) * window_width < TEXT_PIXELS);
    }
  }

  function mark(word) {
    const wanted = (word || "").toLowerCase();
    let total = 0;
    let end = []; // for each row, where the last match above it ends
    for (const box of boxes) {
      const matches = wanted !== "" && box !== boxes[0] && box.text.includes(wanted);
      box.element.classList.toggle("match", matches);
      if (!matches) continue;
      // A match below another one is counted with that.
      end = end.filter((other) => isWithin(box, other));
      if (end.length === 0) total += box.width;
      end.push(box);
    }
    found.textContent = wanted === "" ? "" : `“${word}”: ${total.toFixed(2)} %`;
  }

  for (const box of boxes) {
    box.element.addEventListener("click", () => {
      shown = box;
      layOut();
    });
  }
  search.textContent = "Search (/)";
  const ask = () => mark(prompt("Functions whose names hold this:", ""));
  search.addEventListener("click", ask);
  window.addEventListener("keydown", (event) => {
    if (event.key === "/") {
      event.preventDefault();
      ask();
    } else if (event.key === "Escape") {
      shown = boxes[0];
      layOut();
      mark("");
    }
  });
  window.addEventListener("resize", layOut);
  layOut();
})();
