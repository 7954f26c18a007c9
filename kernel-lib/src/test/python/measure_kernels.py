"""Measures Jupyter kernels beside each other: start, warm cells, memory, interrupts, floods, exits.

    pip install jupyter_client psutil ipykernel jjava
    vitrina install --user
    python kernel-lib/src/test/python/measure_kernels.py vitrina java python3 --runs 5 --json result.json

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
import threading
import time

import psutil
from jupyter_client.kernelspec import get_kernel_spec
from jupyter_client.manager import KernelManager

PATIENCE = 60

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
}
PYTHON = {
    "one": "1+1",
    "warm": "{i} + 1",
    "ten": "\n".join(f"declared{i} = {i}" for i in range(10)),
    "loop": "while True: pass",
    "for": "import itertools\nfor i in itertools.count(): i % 1000",
    "stream": "next(i for i in itertools.count() if i < 0)",
    "keep": "kept = 41",
    "kept": "kept + 1",
    "background": "import threading, time\n"
    "threading.Thread(target=lambda: (time.sleep(1), print('late'))).start()",
    "exit": "import os; os._exit(0)",
    "overflow": "def deep(n): return deep(n + 1) + 1\ndeep(0)",
    "terms": "1" + " + 1" * 6000,
    "flood": "for i in range(100_000): print(f'line {i}' + ' ' * 90)",
    "heap": None,
    "array": "[1, 2, 3]",
}


class Kernel:
    """A kernel process and one front end that notes when each message comes."""

    def __init__(self, name, env=None):
        self.begun = time.perf_counter()
        self.manager = KernelManager(kernel_name=name)
        self.manager.start_kernel(stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, **(env or {})})
        self.process = psutil.Process(self.manager.provisioner.process.pid)
        self.client = self.manager.client()
        self.client.start_channels()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.client.stop_channels()
        for process in self.family():
            try:
                process.kill()
            except psutil.NoSuchProcess:
                pass
        self.manager.cleanup_resources()

    def family(self):
        try:
            return [self.process, *self.process.children(recursive=True)]
        except psutil.NoSuchProcess:
            return []

    def rss(self):
        return sum(p.memory_info().rss for p in self.family()) / 2**20

    def cpu(self):
        return sum(sum(p.cpu_times()[:2]) for p in self.family())

    def run(self, code, patience=PATIENCE):
        return self.answer(self.client.execute(code), patience)

    def answer(self, request, patience=PATIENCE):
        """Returns the reply, the published messages up to idle, and whether both came."""
        end = time.perf_counter() + patience
        reply, published, idle = None, [], False
        while time.perf_counter() < end and not (reply and idle):
            try:
                message = self.client.get_iopub_msg(timeout=0.002)
                if message["parent_header"].get("msg_id") == request:
                    published.append(message)
                    idle = message["msg_type"] == "status" and message["content"]["execution_state"] == "idle"
            except queue.Empty:
                pass
            if not reply:
                try:
                    message = self.client.get_shell_msg(timeout=0.002)
                    if message["parent_header"].get("msg_id") == request:
                        reply = message["content"]
                        reply["at"] = time.perf_counter()
                except queue.Empty:
                    pass
        return reply, published, idle


def first_reply(name):
    """Seconds from starting the process to the reply of 1+1, CPU seconds until then, and memory after it."""
    code = codes(name)["one"]
    with Kernel(name) as kernel:
        request = kernel.client.execute(code)
        reply, _, _ = kernel.answer(request)
        if not reply:
            return None
        seconds = reply["at"] - kernel.begun
        cpu = kernel.cpu()
        time.sleep(2)
        return seconds, cpu, kernel.rss()


def language(name):
    return get_kernel_spec(name).language.lower()


def codes(name):
    return PYTHON if language(name) == "python" else JAVA


def ready(kernel, name):
    kernel.run(codes(name)["one"])
    return kernel


def warm(name):
    with Kernel(name) as kernel:
        ready(kernel, name)
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
    with Kernel(name) as kernel:
        ready(kernel, name)
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
        kept = any(m["msg_type"] == "execute_result" and m["content"]["data"]["text/plain"] == "42" for m in published)
        return (
            f"stops in {took * 1000:.0f} ms"
            + (f", a thread goes on ({spinning * 100:.0f} % CPU)" if spinning > 0.3 else "")
            + ("" if kept else ", variables lost")
        )


def background(name):
    with Kernel(name) as kernel:
        ready(kernel, name)
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


def survives(name, which, patience=PATIENCE, env=None):
    with Kernel(name, env) as kernel:
        ready(kernel, name)
        if codes(name)[which] is None:
            return "-"
        reply, published, _ = kernel.run(codes(name)[which], patience)
        lines = sum(
            line.count("\n") + 1 for m in published if m["msg_type"] == "error" for line in m["content"]["traceback"]
        )
        told = f"{reply['status']}, {lines} lines" if reply else "no reply"
        if not kernel.process.is_running() or kernel.process.status() == psutil.STATUS_ZOMBIE:
            return told + ", dead"
        after, _, _ = kernel.run(codes(name)["one"], 15)
        rss = f", {kernel.rss():.0f} MB" if which == "heap" else ""
        return told + (", goes on" if after else ", deaf") + rss


def flood(name):
    with Kernel(name) as kernel:
        ready(kernel, name)
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
    with Kernel(name) as kernel:
        ready(kernel, name)
        begin = time.perf_counter()
        kernel.client.shutdown()
        try:
            gone = psutil.wait_procs(kernel.family(), timeout=10)
            return f"exits in {time.perf_counter() - begin:.2f} s" if not gone[1] else "alive after 10 s"
        except psutil.NoSuchProcess:
            return "exits"


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
    kernel = psutil.Process(int(parent.stdout.readline()))
    family = [kernel, *kernel.children(recursive=True)]
    begin = time.perf_counter()
    parent.kill()
    parent.wait()
    _, alive = psutil.wait_procs(family, timeout=10)
    for process in alive:
        process.kill()
    return "orphan after 10 s" if alive else f"exits in {time.perf_counter() - begin:.2f} s"


def measure(name, runs):
    starts = [each for each in (first_reply(name) for _ in range(runs)) if each]
    warm_cells = [each for each in (warm(name) for _ in range(max(1, runs // 2))) if each]

    def median(values):
        values = list(values)
        return statistics.median(values) if values else float("nan")

    rows = {
        "process start to 1+1, s": round(median(s[0] for s in starts), 2),
        "CPU until then, s": round(median(s[1] for s in starts), 2),
        "start-up hangs": f"{runs - len(starts)} of {runs}",
        "warm trivial cell, ms": round(median(w[0] for w in warm_cells), 1),
        "10 declarations, ms": round(median(w[1] for w in warm_cells), 1),
        "memory after the first cell, MB": round(median(s[2] for s in starts), 0),
        "interrupt while(true)": interrupted(name, "loop"),
        "interrupt for": interrupted(name, "for"),
        "interrupt a stream's loop": interrupted(name, "stream"),
        "background output": background(name),
        "System.exit": survives(name, "exit", 10),
        "full heap (-Xmx512m)": survives(
            name, "heap", 60, {"VITRINA_KERNEL_OPTIONS": "-Xmx512m", "JAVA_TOOL_OPTIONS": "-Xmx512m"}
        ),
        "stack overflow": survives(name, "overflow"),
        "6000 terms": survives(name, "terms", 30),
        "100,000 lines": flood(name),
        "shutdown": shutdown(name),
        "parent killed": orphan(name),
    }
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
        for row, value in table[name].items():
            print(f"    {row}: {value}", file=sys.stderr, flush=True)
    rows = list(next(iter(table.values())))
    print("| | " + " | ".join(table) + " |")
    print("|---|" + "---|" * len(table))
    for row in rows:
        print(f"| {row} | " + " | ".join(str(columns[row]) for columns in table.values()) + " |")
    if given.json:
        with open(given.json, "w", encoding="utf-8") as file:
            json.dump(table, file, indent=2)


if __name__ == "__main__":
    main()
