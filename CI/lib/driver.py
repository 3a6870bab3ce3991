"""Says whether what the driver of emulated stubs saw is right: Gates/EmulatedPeer writes, this reads.

    weld-peer PART ... | driver.py PART [FAULT]

Prints one line. Exit 0 when every trial of the part was made and held; with FAULT, a sabotage of the
stub, when the stub said that it has it and a trial or a violation shows it. Times are not looked at.
"""

import json
import sys

# What must have come out as 0 each time, and at least once.
TRIALS = {
    "round-trips": ["rtt.wrong", "rtt.lost", "rtt.end"],
    "faults": ["fault.good-answered", "fault.named", "fault.closed", "fault.served"],
    "runtime-killed": [f"g4.emulated.{name}" for name in ("noticed", "restarted", "second-death", "left")],
    "editor-killed": [f"g5.emulated.{name}" for name in ("ended", "status", "left")],
    "viewport": [f"g6.emulated.{name}" for name in ("torn", "witness", "order")],
    "handles": [f"handles.{name}" for name in
                ("answered", "arrived", "order", "inheritable", "written", "kept", "two-starts")],
}


def main(part, fault):
    values = {}
    said = []
    is_whole = False
    for line in sys.stdin:
        (kind, message), = json.loads(line).items()
        content = message.get("_0", {})
        if kind == "samples":
            values.setdefault(content["metric"], []).extend(content["values"])
        elif kind in ("violation", "fault"):
            said.append(f"{kind} of kind {content['kind']}: {content['text']}")
        is_whole = is_whole or kind == "end"
    broken = [name for name in TRIALS[part] if any(values.get(name, []))]
    if fault:
        announced = "control.announced" in values
        shown = broken or said
        print(f"{part} with {fault}: " + (", ".join(shown) if shown else "seen by nothing")
              + ("" if announced else "; the stub never said that it has it"))
        return 0 if shown and announced else 1
    said += [f"{name} does not hold" for name in broken]
    said += [f"{name} was never tried" for name in TRIALS[part] if not values.get(name)]
    if not is_whole:
        said.append("the driver did not come to its end")
    trials = sum(len(values.get(name, [])) for name in TRIALS[part])
    print(f"{part}: " + ("; ".join(said) if said else f"{trials} trials hold"))
    return 1 if said else 0


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3) or sys.argv[1] not in TRIALS:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2] if len(sys.argv) == 3 else None))
