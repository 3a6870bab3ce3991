// Appended to a copy of a page, in a browser: tries what a reader does, and writes what it found as
// JSON into #probe.
(() => {
    const found = [];
    const expect = (holds, what) => { if (!holds) found.push(what); };
    // A browser without a screen has no narrower window than 500: the page is made narrow in it.
    const root = document.documentElement;
    if (window.wantedWidth < window.innerWidth) root.style.width = `${window.wantedWidth}px`;
    const room = Math.min(window.wantedWidth, window.innerWidth);
    expect(document.body.scrollWidth <= room, `the page is ${document.body.scrollWidth} wide where there are ${room}`);
    const matrix = document.querySelector("table.matrix");
    expect(matrix && matrix.getBoundingClientRect().height > 0, "the matrix is not visible");
    expect(matrix && matrix.getBoundingClientRect().top < 1200, "the matrix is far down");

    for (const link of document.querySelectorAll("a[href]")) {
        const address = decodeURIComponent(link.getAttribute("href"));
        expect(address.startsWith("#") && document.getElementById(address.slice(1)), `${address} leads nowhere`);
    }
    const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
    expect(new Set(ids).size === ids.length, "an address stands twice");

    // Values on hover: every dot, bar and limit says what it is.
    for (const figure of document.querySelectorAll("figure")) {
        expect(figure.querySelector("svg title"), `${figure.id} has no name`);
        expect(figure.querySelectorAll("svg *:not(svg) > title").length > 0, `${figure.id} shows no value on hover`);
    }

    // Sorting, by the keyboard's own way: a button.
    const table = [...document.querySelectorAll("table.sortable")].find((one) => one.tBodies[0].rows.length > 2);
    expect(table, "there is no table to sort");
    if (table) {
        const [head] = table.tHead.rows[0].cells;
        const button = head.querySelector("button");
        expect(button, "a table has no button to sort by");
        button?.click();
        const column = () => [...table.tBodies[0].rows].map((row) => row.cells[0].textContent);
        const rising = column();
        expect(head.getAttribute("aria-sort") === "ascending", "a sorted column does not say so");
        button?.click();
        expect(JSON.stringify(column()) === JSON.stringify([...rising].reverse()) || new Set(rising).size < rising.length,
            "sorting down is not sorting up reversed");
    }

    // The keyboard: whatever can be used can be focused.
    for (const one of document.querySelectorAll("a[href], button, summary, .scroll[tabindex]")) {
        for (let parent = one; parent; parent = parent.parentElement) if (parent.tagName === "DETAILS") parent.open = true;
        one.focus({ preventScroll: true });
        expect(document.activeElement === one, `${one.tagName} ${one.textContent.slice(0, 30)} cannot be focused`);
    }

    // Contrast, WCAG AA: 4.5 to 1 for text.
    const channel = (value) => { const c = value / 255; return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
    const light = (rgb) => 0.2126 * channel(rgb[0]) + 0.7152 * channel(rgb[1]) + 0.0722 * channel(rgb[2]);
    const parts = (colour) => (colour.match(/[\d.]+/g) ?? []).map(Number);
    const behind = (one) => {
        for (let parent = one; parent; parent = parent.parentElement) {
            const colour = parts(getComputedStyle(parent).backgroundColor);
            if (colour.length === 3 || colour[3] > 0.99) return colour;
        }
        return [255, 255, 255];
    };
    const poor = new Set();
    for (const one of document.querySelectorAll("p, li, td, th, a, summary, figcaption, .verdict, .beside, svg text, h1, h2")) {
        if (!one.textContent.trim()) continue;
        const style = getComputedStyle(one);
        const [a, b] = [light(parts(one.namespaceURI.endsWith("svg") ? style.fill : style.color)), light(behind(one))];
        const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        if (contrast < 4.5) poor.add(`${one.tagName}.${one.getAttribute("class") ?? ""} has a contrast of ${contrast.toFixed(1)}`);
    }
    found.push(...poor);

    const probe = document.createElement("pre");
    probe.id = "probe";
    probe.textContent = JSON.stringify({
        found, check: document.getElementById("self-check")?.className,
        says: document.getElementById("self-check")?.textContent,
        findings: [...document.querySelectorAll("#self-check-findings li")].map((one) => one.textContent),
    });
    document.body.append(probe);
})();
