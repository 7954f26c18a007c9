"""Compares products of matrices of 32-bit floats with NumPy's, which are OpenBLAS's, in turn: ours, theirs, ours, ...

    pip install numpy
    python matrix_products.py --java "java --add-modules jdk.incubator.vector -cp CLASSES" --threads 1 --rounds 9

CLASSES are kernel-lib's target/test-classes and target/classes and what they need. With one thread, what is measured
is the time that the thread computes; others may be at work on the machine. With more it is the time that goes by, and
then nothing else should run: a thread that waits for another spins.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time

PRODUCTS = [f"{layout} {shape}" for shape in ("512 512 512", "512 1536 576", "512 576 1536", "1536 512 512")
            for layout in ("NN", "NT", "TN")]
MATRIX = "49152 576 1"


def peer():
    """Answers lines like org.vitrina.tensor.ProductServer does."""
    import numpy

    clock = time.thread_time if "--cpu" in sys.argv else time.perf_counter
    random = numpy.random.default_rng(1)

    def numbers(rows, columns):
        return random.random((rows, columns), dtype=numpy.float32) - numpy.float32(0.5)

    for line in sys.stdin:
        layout, *words = line.split()
        m, n, k = (int(word) for word in words[:3])
        a = numbers(k, m).T if layout == "TN" else numbers(m, k)
        b = numbers(n, k).T if layout == "NT" else numbers(k, n)
        c = numpy.empty((m, n), dtype=numpy.float32)
        numpy.matmul(a, b, out=c)
        begin = end = clock()
        best, times = float("inf"), 0
        while end - begin < float(words[4]):
            start = clock()
            numpy.matmul(a, b, out=c)
            end = clock()
            best = min(best, end - start)
            times += 1
        work = 2 * m * n * k / 1e9
        print(work * times / (end - begin), work / best, flush=True)


def ask(process, line):
    process.stdin.write(line + "\n")
    process.stdin.flush()
    return [float(word) for word in process.stdout.readline().split()]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--java", required=True, help="the command that runs a class, without its name")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--seconds", type=float, default=0.2, help="for each measurement")
    options = parser.parse_args()
    cpu = ["--cpu"] if options.threads == 1 else []
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    ours = subprocess.Popen(options.java.split() + ["org.vitrina.tensor.ProductServer", *cpu], **pipes)
    theirs = subprocess.Popen([sys.executable, __file__, "--peer", *cpu], **pipes,
                              env={**os.environ, "OPENBLAS_NUM_THREADS": str(options.threads)})

    rows = {product: [] for product in PRODUCTS}
    for counted in [False, False] + [True] * options.rounds:
        for product in PRODUCTS:
            line = f"{product} {options.threads} {options.seconds if counted else 3 * options.seconds}"
            pair = ask(ours, line)[0], ask(theirs, line)[0]
            time.sleep(0.1)  # threads that still spin come to rest
            if counted:
                rows[product].append(pair)
    print(f"{'layout  M N K':20}{'ours':>9}{'theirs':>9}  GFLOP/s, medians of {options.rounds}; ratio of each pair: median, range")
    for product, pairs in rows.items():
        ratios = [mine / other for mine, other in pairs]
        print(f"{product:20}{statistics.median(p[0] for p in pairs):9.1f}{statistics.median(p[1] for p in pairs):9.1f}"
              f"  {statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})")

    reads = [(ask(ours, f"READ {MATRIX} 1 {options.seconds}")[0],
              ask(ours, f"MV {MATRIX} {options.threads} {options.seconds}")[0]) for _ in range(options.rounds + 2)][2:]
    print(f"matrix [49152, 576] times one row: {statistics.median(r[1] for r in reads):.1f} GB/s;"
          f" its numbers read one after the other by one thread: {statistics.median(r[0] for r in reads):.1f} GB/s")


if __name__ == "__main__":
    peer() if "--peer" in sys.argv else main()
