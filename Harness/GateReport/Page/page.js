"use strict";
// Sorts tables by a column, and opens whatever an address of the page leads to.
(() => {
    const key = (row, column) => {
        const cell = row.cells[column];
        const raw = cell?.dataset.value ?? cell?.textContent ?? "";
        const number = Number(raw);
        return raw !== "" && Number.isFinite(number) ? number : raw;
    };
    const compare = (a, b) =>
        typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "en");

    for (const table of document.querySelectorAll("table.sortable")) {
        const heads = [...table.tHead.rows[0].cells];
        heads.forEach((head, column) => {
            const button = document.createElement("button");
            button.type = "button";
            button.textContent = head.textContent;
            head.replaceChildren(button);
            button.addEventListener("click", () => {
                const descending = head.getAttribute("aria-sort") === "ascending";
                for (const other of heads) other.removeAttribute("aria-sort");
                head.setAttribute("aria-sort", descending ? "descending" : "ascending");
                const body = table.tBodies[0];
                const rows = [...body.rows].sort((a, b) => compare(key(a, column), key(b, column)));
                body.append(...(descending ? rows.reverse() : rows));
            });
        });
    }

    const reveal = () => {
        let element = document.getElementById(decodeURIComponent(location.hash.slice(1)));
        if (!element) return;
        for (let parent = element; parent; parent = parent.parentElement) {
            if (parent.tagName === "DETAILS") parent.open = true;
        }
        element.scrollIntoView();
    };
    addEventListener("hashchange", reveal);
    addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((one) => { one.open = true; }));
    reveal();
})();
