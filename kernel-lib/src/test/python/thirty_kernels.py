"""Starts thirty kernels at once, asks each for a sum and a walk, and says how long it took and what memory it cost.

    pip install jupyter_client psutil
    vitrina install --user --heap 512m
    python kernel-lib/src/test/python/thirty_kernels.py [KERNELSPEC [HOW_MANY]]
"""

import statistics
import subprocess
import sys
import time

import psutil
from jupyter_client.manager import KernelManager

PATIENCE = 150
WALK = 'BpeTokenizer.trainingWalk("the cat sat on the mat", 260)'


def ask(client, code):
    """Runs a cell and returns its status."""
    request = client.execute(code)
    while True:
        reply = client.get_shell_msg(timeout=PATIENCE)
        if reply["parent_header"].get("msg_id") == request:
            return reply["content"]["status"]


def memory(manager):
    """Returns the resident memory of a kernel and what it started, in MB."""
    root = psutil.Process(manager.provisioner.process.pid)
    return sum(each.memory_info().rss for each in [root, *root.children(recursive=True)]) / 1e6


def main():
    name = sys.argv[1] if len(sys.argv) > 1 else "vitrina"
    many = int(sys.argv[2]) if len(sys.argv) > 2 else 30
    begin = time.monotonic()
    managers = [KernelManager(kernel_name=name) for _ in range(many)]
    try:
        for manager in managers:
            manager.start_kernel(stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        clients = [manager.client() for manager in managers]
        for client in clients:
            client.start_channels()
        for client in clients:
            client.wait_for_ready(timeout=PATIENCE)
        for code in ("1+1", WALK):
            answered = sum(ask(client, code) == "ok" for client in clients)
            print(f"{answered} of {many} have answered {code} after {time.monotonic() - begin:.0f} s")
        sizes = [memory(manager) for manager in managers]
        print(f"memory: {sum(sizes):.0f} MB in all, {statistics.median(sizes):.0f} MB for one")
    finally:
        for manager in managers:
            if manager.has_kernel:
                manager.shutdown_kernel(now=True)


if __name__ == "__main__":
    main()
