"""A kernel process with a front end of a few lines, for the scripts that measure kernels."""

import os
import queue
import subprocess
import time

import psutil
from jupyter_client.kernelspec import get_kernel_spec
from jupyter_client.manager import KernelManager

PATIENCE = 60
# Seconds without any message: a kernel that works says busy at once, and idle right behind its reply.
NOTHING_COMES = 12
NOTHING_MORE = 3


class Kernel:
    """A kernel process and one front end that notes when each message comes."""

    def __init__(self, name, env=None):
        self.name = name
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

    def is_alive(self):
        return is_alive(self.process)

    def rss(self):
        return sum(p.memory_info().rss for p in self.family()) / 2**20

    def cpu(self):
        return sum(sum(p.cpu_times()[:2]) for p in self.family())

    def run(self, code, patience=PATIENCE, **options):
        return self.answer(self.client.execute(code, **options), patience)

    def answer(self, request, patience=PATIENCE, quiet=NOTHING_COMES):
        """Returns the reply, the published messages up to idle, and whether idle came.

        Gives up early where nothing comes at all for `quiet` seconds, where the kernel has died, or where nothing
        follows a reply.
        """
        begin = heard = time.perf_counter()
        reply, published, idle = None, [], False
        while not (reply and idle):
            now = time.perf_counter()
            silent = now - heard
            if now - begin > patience or not published and not reply and silent > quiet:
                break
            if reply and silent > NOTHING_MORE or silent > NOTHING_MORE and not self.is_alive():
                break
            message = self._next(self.client.get_iopub_msg, request)
            if message:
                heard = time.perf_counter()
                published.append(message)
                idle = message["msg_type"] == "status" and message["content"]["execution_state"] == "idle"
            if not reply:
                message = self._next(self.client.get_shell_msg, request)
                if message:
                    heard = time.perf_counter()
                    reply = {**message["content"], "at": heard}
        return reply, published, idle

    @staticmethod
    def _next(get, request):
        try:
            message = get(timeout=0.002)
            return message if message["parent_header"].get("msg_id") == request else None
        except queue.Empty:
            return None


def is_alive(process):
    """Whether a process runs; one that has ended and waits for its parent to hear of it does not."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def wait_for_end(processes, patience):
    """Returns those that still run when `patience` is over."""
    end = time.perf_counter() + patience
    alive = [p for p in processes if is_alive(p)]
    while alive and time.perf_counter() < end:
        time.sleep(0.005)
        alive = [p for p in alive if is_alive(p)]
    return alive


def language(name):
    return get_kernel_spec(name).language.lower()


class Hangs(Exception):
    """A kernel that does not answer its first cell, however often it is started."""


def ready(name, code, env=None, tries=3):
    """Returns a kernel that has answered its first cell."""
    for _ in range(tries):
        kernel = Kernel(name, env)
        reply, _, _ = kernel.answer(kernel.client.execute(code), 30, quiet=30)
        if reply:
            return kernel
        kernel.__exit__()
    raise Hangs(name)
