// The ledger by keyboard: / goes to the search, arrows (or j, k) go from row to row, Enter opens the row's link.
"use strict";
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = event.target.closest("input, select, textarea");
  if (event.key === "/" && !typing) {
    event.preventDefault();
    document.getElementById("ledger-q").focus();
    return;
  }
  if (event.key === "Escape" && typing) typing.blur();
  const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
  if (!step || (typing && (event.key.length === 1 || typing.id !== "ledger-q"))) return;
  const rows = [...document.querySelectorAll("#ledger a[data-row]")];
  if (!rows.length) return;
  const here = rows.indexOf(document.activeElement);
  const next = here < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(Math.max(here + step, 0), rows.length - 1);
  event.preventDefault();
  rows[next].focus();
});
