/** The Python of a fake recorder: it hands out prepared chunks and does what `orders.json` beside it says. Standard library only. */
export const fakeScript: string = `
import json, os, shutil, signal, sys

here = os.path.dirname(os.path.abspath(__file__))
prepared = os.path.join(here, "prepared")
with open(os.path.join(here, "orders.json")) as file:
    orders = json.load(file)

def emit(event, **fields):
    print(json.dumps({"event": event, **fields}), flush=True)

def option(name):
    return sys.argv[sys.argv.index(name) + 1]

if orders.get("withoutFramework"):
    import no_such_framework

empty = "-empty" if orders.get("failWith") else ""

if sys.argv[1] == "assemble":
    if orders.get("failToAssemble"):
        sys.exit("Expected room on the disk")
    shutil.copy(os.path.join(prepared, "file-" + option("--lane") + empty), option("--out"))
    sys.exit(0)

provenance = {
    "python": "3.11.2",
    "platform": "Linux x86_64",
    "cpu": "fake",
    "packages": {"torch": orders["version"]},
    "cpu_capability": "AVX2",
    "threads": 1,
    **orders.get("provenance", {}),
}
provenance = {name: value for name, value in provenance.items() if value is not None}
emit("hello", framework=orders.get("framework", "torch"), version=orders["version"], provenance=provenance)
if sys.argv[1] == "record":
    data = sys.stdin.buffer.read()
    with open(os.path.join(here, "received"), "ab") as file:
        file.write(data)
    with open(os.path.join(prepared, "chunks.json")) as file:
        chunks = json.load(file)
    done = 0
    for name, ids in chunks.items():
        if name.encode() not in data:
            continue
        if done == orders.get("dieAfter"):
            sys.exit("Out of memory")
        if done == orders.get("hangAfter"):
            signal.pause()
        for case in ids:
            if orders.get("failWith"):
                emit("failed", id=case, reason=orders["failWith"])
            else:
                emit("case", id=case, seconds=0)
        shutil.copy(os.path.join(prepared, name + empty), os.path.join(option("--work"), name + ".arrow"))
        emit("chunk", chunk=name, cases=len(ids))
        done += 1
    emit("done")
`;
