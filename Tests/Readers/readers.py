"""Reads the reports of a run with the programs that people read them with.

    readers.py FOLDER CHROMIUM WELD-GATES

FOLDER holds report.html, .md, .txt (the terminal's), .junit.xml and .json of one run, the schema in
report.schema.json, the store as results.db and the queries' datasette.yaml. Prints a line for what each reader found, and ends with 1 where one found a fault.
"""

import html
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

folder, chromium, weld_gates = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
faults = []


def expect(holds, what):
    if not holds:
        faults.append(what)


def done(reader, count):
    print(f"{reader}: {count}")


# The browser.


def look(page, width, dark=False):
    """Returns what the probe found in a page, and what the console said."""
    probe = (Path(__file__).parent / "probe.js").read_text()
    with tempfile.TemporaryDirectory() as home:
        path = Path(home) / "page.html"
        path.write_text(page.replace("</body>", f"<script>window.wantedWidth = {width};\n{probe}</script></body>"))
        made = subprocess.run(
            [
                chromium, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                "--hide-scrollbars",
                f"--user-data-dir={home}/profile", "--enable-logging=stderr",
                f"--window-size={width},1000", "--virtual-time-budget=20000",
                *(["--blink-settings=preferredColorScheme=0"] if dark else []),
                "--dump-dom", f"file://{path}",
            ],
            capture_output=True, text=True, timeout=180, check=False)
    answer = re.search(r'<pre id="probe">(.*?)</pre>', made.stdout, re.S)
    console = [line for line in made.stderr.splitlines() if "CONSOLE" in line]
    if not answer:
        faults.append(f"the page did not come to its end in the browser: {made.stderr[-500:]}")
        return {"found": [], "check": None, "says": "", "findings": []}, console
    return json.loads(html.unescape(answer[1])), console


page = (folder / "report.html").read_text()
expect(len(page) < 3_000_000, f"the page has {len(page)} bytes")
for width, dark in [(1440, False), (360, False), (1440, True)]:
    seen, console = look(page, width, dark)
    expect(not console, f"console: {console[:3]}")
    expect(seen["check"] == "right", f"the page says of itself: {seen['says']} {seen['findings'][:3]}")
    for fault in seen["found"]:
        faults.append(f"{width} wide{', dark' if dark else ''}: {fault}")
done("chromium", seen["says"])


def flipped(at):
    digit = page[at]
    return page[:at] + ("8" if digit != "8" else "3") + page[at + 1 :]


data = page.index('id="evidence"')
places = {
    "a number in a table": re.search(r'<td class="right" data-value="[^"]*">(?:&lt; )?(\d)', page).start(1),
    "a stated figure": data + re.search(r'"value":(\d)', page[data:]).start(1),
    "a sample": data + max(re.finditer(r'"deltas":"(\d[^"]*)"', page[data:]), key=lambda m: len(m[1])).start(1),
}
for what, at in places.items():
    seen, _ = look(flipped(at), 1440)
    expect(
        seen["check"] == "wrong" and seen["findings"],
        f"{what} was changed, and the page says: {seen['says']}")
done("flipped", f"{len(places)} changed numbers")

# CI systems.

from junitparser import Error, Failure, JUnitXml, Skipped  # noqa: E402

suites = JUnitXml.fromfile(str(folder / "report.junit.xml"))
report = json.loads((folder / "report.json").read_text())
cases = {case.name.split()[0]: case for suite in suites for case in suite}
expect(suites.tests == sum(len(list(suite)) for suite in suites), "JUnit counts its cases wrongly")
done("junitparser", f"{suites.tests} cases, {suites.failures} failures, {suites.errors} errors")

# Programs.

import jsonschema  # noqa: E402

schema = json.loads((folder / "report.schema.json").read_text())
jsonschema.Draft202012Validator.check_schema(schema)
errors = list(jsonschema.Draft202012Validator(schema).iter_errors(report))
for error in errors[:5]:
    faults.append(f"the JSON is not what its schema says: {error.json_path}: {error.message}")
done("jsonschema", f"{len(errors)} deviations")

# All formats say the same of every check.


def words(cell):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", "", cell))).strip()


def plain(cell):
    """Markdown without its marks."""
    return words(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", re.sub(r"(?<!\\)[*`]+", "", cell)))


rows = {
    address: re.findall(r"<td([^>]*)>(.*?)</td>", row, re.S)
    for address, row in re.findall(r'<tr id="([^"]+)"[^>]*>(.*?)</tr>', page, re.S)
}
lines = {}
for line in (folder / "report.md").read_text().splitlines():
    cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
    if cells and re.fullmatch(r"`[^`]+`", cells[0]):
        lines.setdefault(cells[0].strip("`"), cells)
terminal = (folder / "report.txt").read_text()
compared = 0
for gate in report["gates"]:
    for check in gate["checks"]:
        name = check["id"]
        row = rows.get(name)
        if not row:
            faults.append(f"the page has no row {name}")
            continue
        shown = [words(text) for _, text in row]
        expect([plain(cell) for cell in lines.get(name, [])] == shown, f"Markdown and page differ: {name}")
        key = re.search(r'data-value="([^"]*)"', row[3][0])
        expect(
            check.get("value") is None or key and float(key[1]) == check["value"],
            f"JSON and page differ: {name} is {check.get('value')} and {key and key[1]}")
        expect(shown[9] == check["verdict"], f"JSON and page differ: {name} is {check['verdict']} and {shown[9]}")
        expect(
            any(shown[3] in line and line.strip().startswith(name) for line in terminal.splitlines()),
            f"the terminal does not show {name} with {shown[3]}")
        case = cases.get(name)
        wanted = {"GO": set(), "NO-GO": {Failure}, "INCONCLUSIVE": {Skipped}}.get(check["verdict"], {Error})
        # What decides nothing is no case: it could not pass or fail.
        if check["tier"] in ("contract", "own"):
            expect(case is not None, f"JUnit has no case {name}")
            kinds = {type(one) for one in case.result} if case is not None else set()
            expect(kinds == wanted, f"JUnit and JSON differ: {name} is {check['verdict']} and {kinds}")
        compared += 1
expect(compared > 0, "no check was compared")
done("formats", f"{compared} checks compared")

# The same questions have the same answers in Datasette.

names = re.findall(r"^      ([a-z-]+):$", (folder / "datasette.yaml").read_text(), re.M)
for name in names:
    made = subprocess.run(
        [
            Path(sys.executable).parent / "datasette", folder / "results.db", "-m",
            folder / "datasette.yaml", "--setting", "sql_time_limit_ms", "60000", "--get", f"/results/{name}.json?_shape=objects",
        ],
        capture_output=True, text=True, timeout=180, check=False)
    own = subprocess.run(
        [weld_gates, "query", name, "--json", "--db", folder / "results.db"],
        capture_output=True, text=True, timeout=180, check=False)
    try:
        theirs = json.loads(made.stdout)["rows"]
        ours = json.loads(own.stdout)
    except (ValueError, KeyError) as error:
        faults.append(f"{name}: {error!r}: {made.stderr[-300:]} {own.stderr[-300:]}")
        continue
    expect(len(theirs) == len(ours), f"{name}: {len(theirs)} rows in Datasette, {len(ours)} by query")
    # 3 and 3.0 are one number.
    expect(theirs == ours, f"{name}: Datasette and query answer otherwise")
expect(len(names) > 5, f"datasette.yaml names {len(names)} queries")
done("datasette", f"{len(names)} queries")

for fault in faults[:60]:
    print(f"fault: {fault}", file=sys.stderr)
sys.exit(1 if faults else 0)
