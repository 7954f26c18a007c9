"""Checks that stock JJava shows what the library makes, with the library's jars on its class path.

    pip install jjava nbclient nbformat
    mvn package -DskipTests
    JAVA_HOME=<a JDK 25> python kernel-lib/src/test/python/stock_jjava.py [folder with kernel-lib's jar and lib/]

JJava runs on the `java` that it finds first, and ends if that cannot read the library's classes; the JDK of
JAVA_HOME is put there first.
Each way of getting the jars onto the class path is tried: the environment variable JJAVA_CLASSPATH, and the magic
%classpath in the notebook. The script prints what it found and ends with status 1 if something is missing.
"""

import glob
import os
import sys

import nbformat
from nbclient import NotebookClient

WALK = """
import org.vitrina.tokenize.*;
BpeTokenizer.trainingWalk("low lower lowest", 260)
"""
CHART = """
import org.vitrina.show.*;
var lines = new TreeMap<String, List<Double>>(Map.of("loss", List.of(2.0, 1.0)));
Charts.lines("loss", "step", "loss", List.of(1.0, 2.0), lines)
"""
TABLE = """
import tech.tablesaw.api.*;
Table.create("ids", IntColumn.create("id", 7, 8))
"""
CONTROL = """
import org.vitrina.interact.*;
Interact.slider("temperature", 0.1, 2, t -> "t is " + t)
"""
EXPECTED = [
    (WALK, "text/html", "vitrina-walk"),
    (WALK, "text/plain", "(4 steps)"),
    (CHART, "image/png", "iVBOR"),
    (CHART, "text/html", "data:image/png"),
    (TABLE, "text/html", "vitrina-grid"),
    (CONTROL, "text/html", "temperature = <b>"),
]


def data(outputs):
    return next((output.data for output in outputs if output.output_type == "execute_result"), {})


def check(way, first_cells, environment):
    sources = list(dict.fromkeys(source for source, _, _ in EXPECTED))
    cells = [nbformat.v4.new_code_cell(source) for source in first_cells + sources]
    notebook = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata["kernelspec"] = {"name": "java", "display_name": "Java", "language": "java"}
    client = NotebookClient(notebook, timeout=120, kernel_name="java")
    path = os.pathsep.join([os.path.join(os.environ.get("JAVA_HOME", ""), "bin"), os.environ["PATH"]])
    client.execute(env={**os.environ, "PATH": path, **environment})
    shown = {cell.source: data(cell.outputs) for cell in notebook.cells}
    missing = 0
    for source, kind, text in EXPECTED:
        found = text in shown[source].get(kind, "")
        missing += not found
        line = source.strip().splitlines()[-1]
        print(f"{way}: {'ok     ' if found else 'MISSING'} {kind:10} {text!r} in {line[:60]}")
        if not found:
            print("   ", str(shown[source])[:300])
    return missing


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    target = sys.argv[1] if len(sys.argv) > 1 else os.path.normpath(os.path.join(here, "../../../target"))
    target = os.path.abspath(target)
    jars = glob.glob(os.path.join(target, "kernel-lib-*.jar")) + glob.glob(os.path.join(target, "lib", "*.jar"))
    if not any("kernel-lib-" in jar for jar in jars):
        sys.exit(f"no kernel-lib jar in {target}; run mvn package -DskipTests first, or name the folder")
    missing = check("JJAVA_CLASSPATH", [], {"JJAVA_CLASSPATH": os.pathsep.join(jars)})
    missing += check("%classpath", [f"%classpath {target}/kernel-lib-*.jar {target}/lib/*.jar"], {})
    if missing:
        sys.exit(f"{missing} forms are missing")


main()
