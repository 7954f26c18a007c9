"""The standard tests of Jupyter kernels (jupyter_kernel_test) for any kernel, so that kernels can be compared.

    pip install jupyter_kernel_test ipykernel jjava
    python kernel-lib/src/test/python/standard_of.py KERNELSPEC

Prints one line of JSON: which of the tests pass. A kernel that offers no way to do what a test asks for, such as to
clear the output, does not pass it. test_standard.py is stricter with our own kernel.
"""

import io
import json
import sys
import unittest

import jupyter_kernel_test as jkt
from jupyter_client.kernelspec import get_kernel_spec

SAMPLES = {
    "java": {
        "language_name": "java",
        "code_hello_world": 'System.out.println("hello, world");',
        "code_stderr": 'System.err.println("careful");',
        "completion_samples": [{"text": "Math.sqr", "matches": {"sqrt("}}],
        "complete_code_samples": ["1 + 1", "int x = 5;", "for (int i = 0; i < 3; i++) {}"],
        "incomplete_code_samples": ["int f(int a) {", "for (int i = 0; i < 3; i++) {", "foo("],
        "invalid_code_samples": ["}", "int x = ;"],
        "code_page_something": "?String",
        "code_generate_error": 'throw new IllegalStateException("on purpose");',
        "code_execute_result": [{"code": "1 + 2 + 3", "result": "6"}, {"code": "1 + 2 + 4", "result": "7"}],
        "code_display_data": [{"code": 'display("plain");', "mime": "text/plain"}],
        "code_history_pattern": "1 + 2 + 3",
        "code_inspect_sample": "Math.sqrt",
        "code_clear_output": "clearOutput();",
    },
    "python": {
        "language_name": "python",
        "code_hello_world": "print('hello, world')",
        "code_stderr": "import sys; print('careful', file=sys.stderr)",
        "completion_samples": [{"text": "zi", "matches": {"zip"}}],
        "complete_code_samples": ["1 + 1", "x = 5", "for i in range(3): pass\n"],
        "incomplete_code_samples": ["def f(a):", "for i in range(3):", "foo("],
        "invalid_code_samples": ["import = 7q"],
        "code_page_something": "zip?",
        "code_generate_error": "raise ValueError('on purpose')",
        "code_execute_result": [{"code": "1 + 2 + 3", "result": "6"}, {"code": "1 + 2 + 4", "result": "7"}],
        "code_display_data": [{"code": "display('plain')", "mime": "text/plain"}],
        "code_history_pattern": "1?2*",
        "code_inspect_sample": "zip",
        "code_clear_output": "from IPython.display import clear_output; clear_output()",
    },
}


def tests_of(name):
    spec = get_kernel_spec(name)
    samples = dict(SAMPLES[spec.language.lower()])
    if samples["language_name"] == "java":
        # some write it with a capital
        samples["language_name"] = ""
    body = {**samples, "kernel_name": name, "supported_history_operations": ("tail", "range", "search")}
    return type("StandardTests", (jkt.KernelTests,), body)


def main():
    tests = unittest.defaultTestLoader.loadTestsFromTestCase(tests_of(sys.argv[1]))
    names = [test.id().rsplit(".", 1)[1] for test in tests]
    result = unittest.TextTestRunner(stream=io.StringIO()).run(tests)
    wrong = {
        getattr(test, "test_case", test).id().rsplit(".", 1)[1].split(" ")[0]
        for test, _ in [*result.failures, *result.errors, *result.skipped]
        if hasattr(getattr(test, "test_case", test), "_testMethodName")
    }
    ran = result.testsRun > 0
    print(json.dumps({"all": names, "passed": [n for n in names if ran and n not in wrong]}))


main()
