"""The standard tests of Jupyter kernels (jupyter_kernel_test) for this kernel; all of them, none skipped.

    pip install jupyter_kernel_test
    vitrina install --user
    python kernel-lib/src/test/python/test_standard.py -v

VITRINA_KERNEL names another kernelspec than `vitrina`.
"""

import os
import unittest

import jupyter_kernel_test as jkt

KERNEL = os.environ.get("VITRINA_KERNEL", "vitrina")


class StandardTests(jkt.KernelTests):
    kernel_name = KERNEL
    language_name = "java"
    file_extension = ".jshell"
    code_hello_world = 'System.out.println("hello, world");'
    code_stderr = 'System.err.println("careful");'
    completion_samples = [
        {"text": "Math.sqr", "matches": {"sqrt("}},
        {"text": 'String s = "a"; s.repea', "matches": {"repeat("}},
        {"text": "%classp", "matches": {"classpath"}},
    ]
    complete_code_samples = ["1 + 1", "int x = 5;", "void f() {}", "for (int i = 0; i < 3; i++) {}", "// remark", ""]
    incomplete_code_samples = ["int f(int a) {", "for (int i = 0; i < 3; i++) {", 'var text = """', "foo(", "/* open"]
    invalid_code_samples = ["}", "class {}}", "int x = ;", "'ab'", 'String s = "abc']
    code_page_something = "?String"
    code_generate_error = 'throw new IllegalStateException("on purpose");'
    code_execute_result = [
        {"code": "1 + 2 + 3", "result": "6"},
        {"code": '"a" + 1', "result": "a1"},
        {"code": "List.of(1, 2)", "result": "[1, 2]"},
        {"code": "1 + 2 + 4", "result": "7"},
        {"code": "1 + 2 + 3", "result": "6"},
    ]
    code_display_data = [
        {"code": 'display(HTML("<b>bold</b>"));', "mime": "text/html"},
        {"code": 'display("plain");', "mime": "text/plain"},
    ]
    code_history_pattern = "1 + 2 + 3"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "Math.sqrt"
    code_clear_output = "clearOutput();"


class WelcomeTests(jkt.IopubWelcomeTests):
    kernel_name = KERNEL
    support_iopub_welcome = True


if __name__ == "__main__":
    unittest.main()
