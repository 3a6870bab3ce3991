"use strict";
// Judges again, by a second implementation that shares nothing with the first: every check of every
// attempt from the samples that this page carries, then the verdicts that rest on them. Says what
// came of it in #self-check (report.md#the-page-checks-itself).
(() => {
    const place = document.getElementById("self-check");
    const holds = { "<": (a, b) => a < b, "<=": (a, b) => a <= b, ">=": (a, b) => a >= b, "==": (a, b) => a === b };

    class NotCarried extends Error {}

    // Sorted samples: windows of consecutive ranks.
    class Samples {
        constructor({ count, windows }) {
            this.count = count;
            this.windows = windows.map(({ rank, deltas }) => {
                const values = [];
                let value = 0;
                for (const word of deltas.split(",")) {
                    if (word.startsWith("*")) {
                        for (let n = Number(word.slice(1)); n > 0; n -= 1) values.push(value);
                    } else {
                        value = word.startsWith("=") ? Number(word.slice(1)) : value + Number(word);
                        values.push(value);
                    }
                }
                return { rank, values };
            });
        }
        rank(rank) {
            const found = this.windows.find((one) => rank >= one.rank && rank < one.rank + one.values.length);
            if (!found) throw new NotCarried(`rank ${rank}`);
            return found.values[rank - found.rank];
        }
        get all() {
            const values = this.windows.flatMap((one) => one.values);
            if (values.length !== this.count) throw new NotCarried("every sample");
            return values;
        }
        get isInOrder() {
            const values = this.windows.flatMap((one) => one.values);
            return values.every((value, index) => index === 0 || values[index - 1] <= value);
        }
    }

    // ln of n!, by Stirling's series; exact sums below.
    const small = [0];
    for (let n = 1; n < 64; n += 1) small[n] = small[n - 1] + Math.log(n);
    const logFactorial = (n) => {
        if (n < 64) return small[n];
        const x = n + 1;
        return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI)
            + 1 / (12 * x) - 1 / (360 * x ** 3) + 1 / (1260 * x ** 5);
    };
    // The chance of at most k of n, each with chance p: the mass is summed away from k.
    const atMost = (k, n, p) => {
        if (k < 0) return 0;
        if (k >= n) return 1;
        const mass = (i) => Math.exp(
            logFactorial(n) - logFactorial(i) - logFactorial(n - i) + i * Math.log(p) + (n - i) * Math.log1p(-p));
        let sum = 0;
        if (k <= n * p) {
            for (let i = k, term = mass(k); i >= 0 && (term > 1e-18 || i > n * p); i -= 1) {
                sum += term;
                term *= (i / (n - i + 1)) * ((1 - p) / p);
            }
            return sum;
        }
        for (let i = k + 1, term = mass(k + 1); i <= n && (term > 1e-18 || i < n * p); i += 1) {
            sum += term;
            term *= ((n - i) / (i + 1)) * (p / (1 - p));
        }
        return 1 - sum;
    };
    const first = (low, high, test) => {
        while (low < high) {
            const middle = Math.floor((low + high) / 2);
            if (test(middle)) high = middle; else low = middle + 1;
        }
        return low;
    };
    const upperRank = (n, p, confidence) =>
        1 - p ** n >= confidence ? first(1, n, (rank) => atMost(rank - 1, n, p) >= confidence) : null;
    const lowerRank = (n, p, confidence) => {
        const tooHigh = first(1, n + 1, (rank) => atMost(rank - 1, n, p) > 1 - confidence);
        return tooHigh > 1 ? tooHigh - 1 : null;
    };
    const upper = (samples, p, confidence) => {
        const rank = samples.count > 0 ? upperRank(samples.count, p, confidence) : null;
        return rank === null ? null : samples.rank(rank);
    };
    const lower = (samples, p, confidence) => {
        const rank = samples.count > 0 ? lowerRank(samples.count, p, confidence) : null;
        return rank === null ? null : samples.rank(rank);
    };
    const quantile = (samples, p) =>
        samples.rank(Math.min(Math.max(Math.ceil(p * samples.count), 1), samples.count));

    // What samples decide of a check: its figure and its verdict.
    const evaluate = (check, samples, floor, confidence, fewest) => {
        if (samples.count === 0) return { value: null, verdict: "INCONCLUSIVE" };
        const fits = (value) => holds[check.comparison](value, check.threshold);
        const byBounds = (value, low, high) => {
            const [good, bad] = check.comparison === ">=" ? [low, high] : [high, low];
            if (bad !== null && !fits(bad)) return { value, verdict: "NO-GO" };
            if (samples.count < fewest || good === null) return { value, verdict: "INCONCLUSIVE" };
            return { value, verdict: fits(good) ? "GO" : "INCONCLUSIVE" };
        };
        switch (check.statistic) {
        case "percentile":
            return byBounds(
                quantile(samples, check.p), lower(samples, check.p, confidence), upper(samples, check.p, confidence));
        case "ratio": {
            if (!floor || floor.count === 0) return { value: null, verdict: "INCONCLUSIVE" };
            const below = quantile(floor, check.p);
            if (!(below > 0)) return { value: null, verdict: "INCONCLUSIVE" };
            const each = (1 + confidence) / 2;
            const [low, high] = [lower(samples, check.p, each), upper(samples, check.p, each)];
            const [floorLow, floorHigh] = [lower(floor, check.p, each), upper(floor, check.p, each)];
            return byBounds(
                quantile(samples, check.p) / below,
                low !== null && floorHigh !== null ? low / floorHigh : null,
                high !== null && floorLow !== null ? high / floorLow : null);
        }
        default: {
            const value = {
                maximum: () => samples.rank(samples.count), minimum: () => samples.rank(1),
                sum: () => samples.all.reduce((sum, one) => sum + one, 0), count: () => samples.count,
            }[check.statistic]();
            if (!fits(value)) return { value, verdict: "NO-GO" };
            return { value, verdict: samples.count >= fewest ? "GO" : "INCONCLUSIVE" };
        }
        }
    };

    // By how much time a host must have delayed a sample for that to explain it; null where none can.
    const lost = (check, value, length) => {
        const excess = check.comparison === ">=" ? check.threshold - value : value - check.threshold;
        if (excess < 0) return null;
        const isSmallBetter = check.comparison !== ">=";
        if (check.unit === "ns" && isSmallBetter) return excess;
        if (check.unit === "s" && isSmallBetter) return excess * 1e9;
        if (check.unit === "1/s" && isSmallBetter) return check.nominal > 0 ? (excess / check.nominal) * length : null;
        if (check.unit === "1/s") return check.threshold > 0 ? (excess / check.threshold) * length : null;
        return null;
    };
    const isQuantile = (check) => check.statistic === "percentile" || check.statistic === "ratio";
    // Whether what was set aside may have been.
    const isExcused = (check, { length, taken, count, values }) => {
        if (isQuantile(check)) return taken > 0.05 * length;
        if (values?.length !== count) return false;
        if (check.statistic === "sum") {
            return values.every((value) => value > 0) && check.comparison === "==" && length > 0 && 2 * taken >= length;
        }
        return values.every((value) => {
            const needed = lost(check, value, length);
            return !holds[check.comparison](value, check.threshold) && needed !== null && taken >= needed;
        });
    };

    const judge = (check, carried) => {
        const of = (sample, which) => (sample && sample[which] !== undefined ? carried[sample[which]] : null);
        const sides = [check.own, check.floor].filter(Boolean);
        const count = sides.reduce((sum, side) => sum + side.aside.reduce((n, one) => n + one.count, 0), 0);
        const confidence = isQuantile(check) && count > 0 ? (1 + check.confidence) / 2 : check.confidence;
        const all = evaluate(check, of(check.own, "all"), of(check.floor, "all"), confidence, check.fewest);
        if ((all.verdict === "GO" && !check.floor) || count === 0) return all;
        for (const side of sides) {
            const aside = side.aside.reduce((n, one) => n + one.count, 0);
            const left = of(side, "quiet");
            if (left && left.count + aside !== of(side, "all").count) return { problem: "samples are missing" };
            if (!side.aside.every((one) => isExcused(check, one))) return { problem: "what was set aside is not the host's" };
            if (aside > check.largestPart * of(side, "all").count) return { value: all.value, verdict: "INCONCLUSIVE" };
        }
        const fewest = of(check.own, "all").count >= check.fewest ? 1 : check.fewest;
        return evaluate(check, of(check.own, "quiet"), of(check.floor, "quiet"), confidence, fewest);
    };

    const rank = (check) => (isQuantile(check) ? check.p : 1);
    const isOfHost = (check) => check.tier === "capacity" || check.tier === "sight";
    const decides = (check) => check.tier === "contract" || check.tier === "own";
    const same = (a, b) => a === b
        || (typeof a === "number" && typeof b === "number" && Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b)));

    const look = (evidence) => {
        const found = { verdicts: 0, notCarried: 0, wrong: [] };
        const wrong = (address, text) => found.wrong.push({ address, text });
        const carried = evidence.samples.map((one) => new Samples(one));
        carried.forEach((one, index) => {
            if (!one.isInOrder) wrong(null, `samples ${index} are not in order`);
        });
        const shown = new Map();
        for (const attempt of evidence.attempts) {
            const results = attempt.checks.map((check) => {
                try {
                    return { check, ...judge(check, carried) };
                } catch (error) {
                    if (!(error instanceof NotCarried)) throw error;
                    found.notCarried += 1;
                    return { check, value: check.value, verdict: check.verdict };
                }
            });
            const missed = results.filter((one) => one.check.tier === "capacity" && one.verdict === "NO-GO");
            for (const one of results) {
                const { check } = one;
                if (check.nature === "timing" && !isOfHost(check) && one.verdict !== "GO"
                    && missed.some((floor) => rank(floor.check) <= rank(check))) one.verdict = "INCONCLUSIVE";
                const where = `${check.id}, replicate ${attempt.replicate}`;
                found.verdicts += 1;
                if (one.problem) wrong(check.id, `${where}: ${one.problem}`);
                else if (one.verdict !== check.verdict) {
                    wrong(check.id, `${where}: ${check.verdict} is stated, the samples say ${one.verdict}`);
                } else if (!same(one.value ?? null, check.value ?? null)) {
                    wrong(check.id, `${where}: ${check.value} is stated, the samples say ${one.value}`);
                }
                if (!shown.has(check.id)) shown.set(check.id, []);
                shown.get(check.id).push(one);
            }
            const verdicts = results.filter((one) => decides(one.check)).map((one) => one.verdict);
            const isClean = verdicts.every((one) => one === "GO") && attempt.violations + attempt.missedMilestones === 0;
            const name = `${attempt.gate}, replicate ${attempt.replicate}`;
            if (attempt.verdict === "GO" && !isClean) wrong(attempt.gate.toLowerCase(), `${name}: GO is stated, and not every check holds`);
            if (verdicts.includes("NO-GO") && !["NO-GO", "ERROR"].includes(attempt.verdict)) {
                wrong(attempt.gate.toLowerCase(), `${name}: ${attempt.verdict} is stated, and a check is violated`);
            }
        }
        for (const gate of evidence.gates) {
            const own = evidence.attempts.filter((one) => one.gate === gate.gate);
            if (own.length === 0) continue;
            found.verdicts += 1;
            const isGreen = own.every((one) => one.verdict === "GO") && gate.controlsCaught === gate.controlsTried;
            if (gate.verdict === "GO" && !isGreen) wrong(gate.gate.toLowerCase(), `${gate.gate}: GO is stated, and not everything under it is`);
            const cells = [...document.querySelectorAll(".matrix td[data-run-gate]")].filter((one) => one.dataset.runGate === gate.gate);
            for (const cell of cells) {
                const verdict = cell.querySelector(".verdict");
                if (verdict && !verdict.classList.contains(gate.verdict)) wrong(gate.gate.toLowerCase(), `${gate.gate}: the matrix shows ${verdict.textContent}, the run came out ${gate.verdict}`);
            }
        }
        for (const [id, results] of shown) {
            const row = document.getElementById(id);
            const heads = [...(row?.closest("table").tHead.rows[0].cells ?? [])];
            const value = row?.cells[heads.findIndex((one) => one.textContent.trim() === "Value")];
            if (value?.dataset.value && !results.some((one) => same(Number(value.dataset.value), one.value))) {
                wrong(id, `${id}: the table shows ${value.textContent}, the samples say ${results.map((one) => one.value).join(", ")}`);
            }
        }
        return found;
    };

    // What is read: every row, sentence and figure carries a sum over its own text.
    const sum = (text) => {
        let hash = 0x811c9dc5;
        for (let index = 0; index < text.length; index += 1) {
            hash = Math.imul(hash ^ (text.charCodeAt(index) & 0xff), 0x01000193);
            hash = Math.imul(hash ^ (text.charCodeAt(index) >> 8), 0x01000193);
        }
        return (hash >>> 0).toString(16);
    };
    const changed = () => [...document.querySelectorAll("[data-sum]")]
        .filter((one) => sum(one.textContent.replace(/\s+/g, "")) !== one.dataset.sum)
        .map((one) => ({
            address: one.id || one.closest("[id]")?.id,
            text: `${one.id || one.closest("section")?.id || "page"}: its text is not what was written: “${one.textContent.trim().slice(0, 80)}”`,
        }));

    const say = (className, sentence, list, seal) => {
        place.className = className;
        place.textContent = sentence;
        if (seal) {
            const digest = document.createElement("span");
            digest.className = "beside";
            digest.textContent = `Run digest ${seal}`;
            place.append(" ", digest);
        }
        if (list.length === 0) return;
        const items = document.createElement("ul");
        items.id = "self-check-findings";
        for (const { address, text } of list.slice(0, 50)) {
            const item = document.createElement("li");
            if (address) {
                const link = document.createElement("a");
                link.href = `#${address}`;
                link.textContent = text;
                item.append(link);
            } else item.textContent = text;
            items.append(item);
        }
        place.after(items);
    };
    try {
        const evidence = JSON.parse(document.getElementById("evidence").textContent);
        const found = look(evidence);
        const wrong = [...found.wrong, ...changed()];
        const equal = found.verdicts - found.notCarried;
        const rest = found.notCarried ? ` ${found.notCarried} rest on more samples than a page carries: weld-gates verify computes them.` : "";
        if (wrong.length > 0) say("wrong", `This page is not what its samples say: ${wrong.length} differ.`, wrong, evidence.seal);
        else if (found.verdicts === 0) say("open", "No verdict of this page can be computed again here.", [], evidence.seal);
        else say("right", `${equal} of ${equal} verdicts recomputed here, all equal.${rest}`, [], evidence.seal);
    } catch (error) {
        say("wrong", `This page cannot be checked: ${error.message}`, []);
    }
})();
