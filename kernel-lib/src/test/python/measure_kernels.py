"""Measures Jupyter kernels beside each other: start, warm cells, memory, protocol, interrupts, floods, exits.

    pip install jupyter_client psutil ipykernel jjava jupyter_kernel_test
    vitrina install --user
    python kernel-lib/src/test/python/measure_kernels.py vitrina java rapaio python3 --runs 5 --json result.json

Each argument is a kernelspec's name. The machine should be idle; medians are told, and what a kernel cannot do
is told as such. A kernel that hangs is killed and measured on.
"""

import argparse
import json
import os
import queue
import statistics
import subprocess
import sys
import time

import psutil

from front_end import Hangs, Kernel, language, ready, wait_for_end

HERE = os.path.dirname(os.path.abspath(__file__))

JAVA = {
    "one": "1+1",
    "warm": "{i} + 1",
    "ten": "\n".join(f"int declared{i} = {i};" for i in range(10)),
    "loop": "while (true) {}",
    "for": "for (long i = 0; i >= 0; i = (i + 1) % 1000) {}",
    "stream": "java.util.stream.LongStream.iterate(0, i -> i + 1).filter(i -> i < 0).findFirst()",
    "keep": "int kept = 41;",
    "kept": "kept + 1",
    "background": 'new Thread(() -> { try { Thread.sleep(1000); } catch (InterruptedException e) {} '
    'System.out.println("late"); }).start();',
    "exit": "System.exit(0);",
    "overflow": "int deep(int n) { return deep(n + 1) + 1; }\ndeep(0)",
    "terms": "1" + " + 1" * 6000,
    "flood": 'for (int i = 0; i < 100_000; i++) System.out.println("line " + i + " ".repeat(90));',
    "heap": "var all = new java.util.ArrayList<long[]>(); while (true) all.add(new long[1 << 20]);",
    "array": "new int[] {1, 2, 3}",
    "fail": 'throw new RuntimeException("on purpose");',
    "slow fail": 'Thread.sleep(500); throw new RuntimeException("on purpose");',
    "show": 'var shownAs = display("before");',
    "update": 'updateDisplay(shownAs, "after");',
    "ask": 'var told = new java.util.Scanner(System.in).nextLine();',
    "told": "told",
}
PYTHON = {
    "one": "1+1",
    "warm": "{i} + 1",
    "ten": "\n".join(f"declared{i} = {i}" for i in range(10)),
    "loop": "while True: pass",
    "for": "import itertools\nfor i in itertools.count(): i % 1000",
    "stream": "next(i for i in itertools.count() if i < 0)",
    "keep": "kept = 41\nimport itertools",
    "kept": "kept + 1",
    "background": "import threading, time\n"
    "threading.Thread(target=lambda: (time.sleep(1), print('late'))).start()",
    "exit": "import os; os._exit(0)",
    "overflow": "def deep(n): return deep(n + 1) + 1\ndeep(0)",
    "terms": "1" + " + 1" * 6000,
    "flood": "for i in range(100_000): print(f'line {i}' + ' ' * 90)",
    "heap": None,
    "array": "[1, 2, 3]",
    "fail": "raise RuntimeError('on purpose')",
    "slow fail": "import time; time.sleep(0.5); raise RuntimeError('on purpose')",
    "show": "shown = display('before', display_id=True)",
    "update": "shown.update('after')",
    "ask": "told = input()",
    "told": "told",
}


def codes(name):
    return PYTHON if language(name) == "python" else JAVA


def started(name, env=None):
    return ready(name, codes(name)["one"], env)


def first_reply(name):
    """Seconds from starting the process to the reply of 1+1, CPU seconds until then, and memory after it."""
    with Kernel(name) as kernel:
        reply, _, _ = kernel.answer(kernel.client.execute(codes(name)["one"]), 30, quiet=30)
        if not reply:
            return None
        seconds = reply["at"] - kernel.begun
        cpu = kernel.cpu()
        time.sleep(2)
        return seconds, cpu, kernel.rss()


def warm(name):
    with started(name) as kernel:
        each = []
        for i in range(60):
            begin = time.perf_counter()
            reply, _, _ = kernel.run(codes(name)["warm"].format(i=i), 20)
            if not reply:
                return None
            each.append((reply["at"] - begin) * 1000)
        begin = time.perf_counter()
        reply, _, _ = kernel.run(codes(name)["ten"])
        return (statistics.median(each[10:]), (reply["at"] - begin) * 1000) if reply else None


def interrupted(name, which):
    with started(name) as kernel:
        kernel.run(codes(name)["keep"])
        request = kernel.client.execute(codes(name)[which])
        time.sleep(1.5)
        begin = time.perf_counter()
        kernel.manager.interrupt_kernel()
        reply, _, _ = kernel.answer(request, 10)
        if not reply:
            return "does not stop"
        took = reply["at"] - begin
        time.sleep(0.5)
        before = kernel.cpu()
        time.sleep(2)
        spinning = (kernel.cpu() - before) / 2
        after, published, _ = kernel.run(codes(name)["kept"], 10)
        if not after:
            return f"stops in {took * 1000:.0f} ms, then is unusable"
        kept = any(result(m) == "42" for m in published)
        return (
            f"stops in {took * 1000:.0f} ms"
            + (f", a thread goes on ({spinning * 100:.0f} % CPU)" if spinning > 0.3 else "")
            + ("" if kept else ", variables lost")
        )


def background(name):
    with started(name) as kernel:
        kernel.run(codes(name)["background"])
        end = time.perf_counter() + 3
        while time.perf_counter() < end:
            try:
                message = kernel.client.get_iopub_msg(timeout=0.2)
                if message["msg_type"] == "stream" and "late" in message["content"]["text"]:
                    return "delivered"
            except queue.Empty:
                pass
        return "lost"


def survives(name, which, patience=60, env=None):
    if codes(name)[which] is None:
        return "-"
    with started(name, env) as kernel:
        reply, published, _ = kernel.run(codes(name)[which], patience)
        lines = sum(
            line.count("\n") + 1 for m in published if m["msg_type"] == "error" for line in m["content"]["traceback"]
        )
        told = f"{reply['status']}, {lines} lines" if reply else "no reply"
        if not kernel.is_alive():
            return told + ", dead"
        after, _, _ = kernel.run(codes(name)["one"], 15)
        rss = f", {kernel.rss():.0f} MB" if which == "heap" else ""
        return told + (", goes on" if after else ", deaf") + rss


def flood(name):
    with started(name) as kernel:
        begin = time.perf_counter()
        _, published, idle = kernel.run(codes(name)["flood"], 30)
        took = time.perf_counter() - begin
        text = "".join(m["content"]["text"] for m in published if m["msg_type"] == "stream")
        lines = sum(line.startswith("line ") for line in text.splitlines())
        note = next((line for line in text.splitlines() if line and not line.startswith("line ")), "")
        return (
            f"{lines / 1000:.0f} % of lines"
            + (f", note: {note.strip()[:90]}" if note else "")
            + (f", {took:.1f} s" if idle else ", idle lost")
        )


def shutdown(name):
    with started(name) as kernel:
        family = kernel.family()
        begin = time.perf_counter()
        kernel.client.shutdown()
        alive = wait_for_end(family, 10)
        return "alive after 10 s" if alive else f"exits in {time.perf_counter() - begin:.2f} s"


ORPHAN = """
import sys, time
from jupyter_client.manager import KernelManager
manager = KernelManager(kernel_name=sys.argv[1])
manager.start_kernel()
client = manager.client()
client.start_channels()
client.wait_for_ready(timeout=60)
print(manager.provisioner.process.pid, flush=True)
time.sleep(600)
"""


def orphan(name):
    parent = subprocess.Popen(
        [sys.executable, "-c", ORPHAN, name], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    pid = parent.stdout.readline().strip()
    if not pid:
        raise Hangs(name)
    kernel = psutil.Process(int(pid))
    family = [kernel, *kernel.children(recursive=True)]
    begin = time.perf_counter()
    parent.kill()
    parent.wait()
    alive = wait_for_end(family, 10)
    took = time.perf_counter() - begin
    for process in alive:
        process.kill()
    return "orphan after 10 s" if alive else f"exits in {took:.2f} s"


def standard(name):
    """How many of the standard tests pass, and which do not."""
    script = subprocess.run(
        [sys.executable, os.path.join(HERE, "standard_of.py"), name], capture_output=True, text=True, timeout=900
    )
    if script.returncode:
        return "the tests cannot be run: " + (script.stderr.strip().splitlines() or ["?"])[-1]
    found = json.loads(script.stdout.splitlines()[-1])
    missing = [test.removeprefix("test_") for test in found["all"] if test not in found["passed"]]
    return f"{len(found['passed'])} of {len(found['all'])}" + (f" (not: {', '.join(missing)})" if missing else "")


def result(message):
    return message["content"]["data"].get("text/plain") if message["msg_type"] == "execute_result" else None


def count(reply):
    return reply.get("execution_count") if reply else None


def silent(kernel, code):
    before, _, _ = kernel.run(code["one"], 10)
    reply, published, _ = kernel.run(code["one"], 10, silent=True)
    after, _, _ = kernel.run(code["one"], 10)
    kinds = {m["msg_type"] for m in published}
    return reply is not None and kinds <= {"status"} and count(after) == count(before) + 1


def not_stored(kernel, code):
    before, _, _ = kernel.run(code["one"], 10)
    kernel.run(code["one"], 10, store_history=False)
    after, _, _ = kernel.run(code["one"], 10)
    return count(after) == count(before) + 1


def user_expressions(kernel, code):
    reply, _, _ = kernel.run(code["keep"], 10, user_expressions={"sum": code["kept"], "wrong": "no such name"})
    values = reply.get("user_expressions", {})
    return (
        values.get("sum", {}).get("data", {}).get("text/plain") == "42"
        and values.get("wrong", {}).get("status") == "error"
    )


def aborts(kernel, code):
    first = kernel.client.execute(code["slow fail"])
    second = kernel.client.execute(code["one"])
    kernel.answer(first, 10)
    reply, _, _ = kernel.answer(second, 10)
    return reply is not None and reply["status"] == "aborted"


def goes_on(kernel, code):
    first = kernel.client.execute(code["slow fail"], stop_on_error=False)
    second = kernel.client.execute(code["one"])
    kernel.answer(first, 10)
    reply, _, _ = kernel.answer(second, 10)
    return reply is not None and reply["status"] == "ok"


def always_text(kernel, code):
    _, published, _ = kernel.run(code["array"], 10)
    values = [result(m) for m in published if m["msg_type"] == "execute_result"]
    return bool(values) and values[0] is not None and all(digit in values[0] for digit in "123")


def interrupt_reply(kernel, code):
    request = kernel.client.session.msg("interrupt_request", {})
    kernel.client.control_channel.send(request)
    try:
        while True:
            message = kernel.client.get_control_msg(timeout=3)
            if message["parent_header"].get("msg_id") == request["header"]["msg_id"]:
                return message["msg_type"] == "interrupt_reply" and message["content"].get("status") == "ok"
    except queue.Empty:
        return False


def errors_twice(kernel, code):
    reply, published, idle = kernel.run(code["fail"], 10)
    told = [m["content"] for m in published if m["msg_type"] == "error"]
    fields = ("ename", "evalue", "traceback")
    return idle and len(told) == 1 and all(f in told[0] and f in reply for f in fields) and bool(told[0]["traceback"])


def updates(kernel, code):
    kernel.run(code["show"], 10)
    _, published, _ = kernel.run(code["update"], 10)
    found = [m["content"] for m in published if m["msg_type"] == "update_display_data"]
    return len(found) == 1 and "after" in found[0]["data"].get("text/plain", "") and "display_id" in found[0]["transient"]


def answers_while_busy(kernel, code):
    cell = kernel.client.execute(code["slow fail"])
    begin = time.perf_counter()
    comms = kernel.client.comm_info()
    reply, _, _ = kernel.answer(comms, 5)
    took = time.perf_counter() - begin
    kernel.answer(cell, 10)
    return reply is not None and "comms" in reply and took < 0.4


def asks(kernel, code):
    request = kernel.client.execute(code["ask"], allow_stdin=True)
    try:
        asked = kernel.client.get_stdin_msg(timeout=5)
    except queue.Empty:
        return False
    kernel.client.input("yes")
    kernel.answer(request, 10)
    _, published, _ = kernel.run(code["told"], 10)
    return asked["msg_type"] == "input_request" and any("yes" in (result(m) or "") for m in published)


MORE = {
    "silent": silent,
    "store_history": not_stored,
    "user_expressions": user_expressions,
    "stop_on_error": aborts,
    "stop_on_error off": goes_on,
    "text/plain always": always_text,
    "interrupt_reply": interrupt_reply,
    "error on both channels": errors_twice,
    "update_display_data": updates,
    "stdin": asks,
}


def more(name):
    """How many of ten more things of the protocol a kernel does."""
    missing = []
    for what, check in MORE.items():
        with started(name) as kernel:
            try:
                well = check(kernel, codes(name))
            except (KeyError, TypeError, AttributeError, queue.Empty):
                # a message without what the protocol wants in it
                well = False
            if not well:
                missing.append(what)
    return f"{len(MORE) - len(missing)} of {len(MORE)}" + (f" (not: {', '.join(missing)})" if missing else "")


def comms(name):
    with started(name) as kernel:
        return "answered" if answers_while_busy(kernel, codes(name)) else "waits for the cell"


def measured(row, what):
    try:
        return what()
    except Hangs:
        return "does not start"


def measure(name, runs):
    starts = [each for each in (first_reply(name) for _ in range(runs)) if each]
    warm_cells = [each for each in (measured("warm", lambda: warm(name)) for _ in range(max(1, runs // 2))) if each]
    warm_cells = [each for each in warm_cells if not isinstance(each, str)]

    def median(values, digits):
        values = list(values)
        return round(statistics.median(values), digits) if values else "-"

    rows = {
        "process start to 1+1, s": median((s[0] for s in starts), 2),
        "CPU until then, s": median((s[1] for s in starts), 2),
        "start-up hangs": f"{runs - len(starts)} of {runs}",
        "warm trivial cell, ms": median((w[0] for w in warm_cells), 1),
        "10 declarations, ms": median((w[1] for w in warm_cells), 1),
        "memory after the first cell, MB": median((s[2] for s in starts), 0),
    }
    checks = {
        "standard tests": lambda: standard(name),
        "ten more": lambda: more(name),
        "comm_info while a cell runs": lambda: comms(name),
        "interrupt while(true)": lambda: interrupted(name, "loop"),
        "interrupt for": lambda: interrupted(name, "for"),
        "interrupt a stream's loop": lambda: interrupted(name, "stream"),
        "background output": lambda: background(name),
        "System.exit": lambda: survives(name, "exit", 10),
        "full heap (-Xmx512m)": lambda: survives(
            name, "heap", 60, {"VITRINA_KERNEL_OPTIONS": "-Xmx512m", "JAVA_TOOL_OPTIONS": "-Xmx512m"}
        ),
        "stack overflow": lambda: survives(name, "overflow"),
        "6000 terms": lambda: survives(name, "terms", 30),
        "100,000 lines": lambda: flood(name),
        "shutdown": lambda: shutdown(name),
        "parent killed": lambda: orphan(name),
    }
    for row, check in checks.items():
        rows[row] = measured(row, check)
        print(f"    {row}: {rows[row]}", file=sys.stderr, flush=True)
    return rows


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("kernels", nargs="+")
    arguments.add_argument("--runs", type=int, default=5)
    arguments.add_argument("--json")
    given = arguments.parse_args()
    table = {}
    for name in given.kernels:
        print(f"measuring {name} …", file=sys.stderr, flush=True)
        table[name] = measure(name, given.runs)
        for row, value in list(table[name].items())[:6]:
            print(f"    {row}: {value}", file=sys.stderr, flush=True)
        if given.json:
            with open(given.json, "w", encoding="utf-8") as file:
                json.dump(table, file, indent=2)
    rows = list(next(iter(table.values())))
    print("| | " + " | ".join(table) + " |")
    print("|---|" + "---|" * len(table))
    for row in rows:
        print(f"| {row} | " + " | ".join(str(columns[row]) for columns in table.values()) + " |")


if __name__ == "__main__":
    main()
