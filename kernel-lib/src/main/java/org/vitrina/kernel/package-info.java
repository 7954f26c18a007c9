/// Runs cells of Java, for notebooks and for Jupyter.
///
/// [Evaluator][org.vitrina.kernel.Evaluator] is where to begin. It compiles a whole cell before any of it runs,
/// runs it in this process on JShell, and gives out what comes of it as [Output][org.vitrina.kernel.Output]s: text
/// that was printed, displays, the value of the last expression, an error that tells a learner the place. Classes
/// of cells are woven with a check for a stop, so that any loop ends when it is told to, and variables keep their
/// values.
///
/// What a cell can call without an import stands in [CellFunctions][org.vitrina.kernel.CellFunctions]. Two users
/// of the evaluator live beside it: `kernel.notebook` runs notebook files and `kernel.page` makes pages of them;
/// `kernel.jupyter` speaks to front ends. `kernel.magic` holds the lines that begin with `%`, `kernel.stock` shows
/// the library's figures in kernels that are not ours.
package org.vitrina.kernel;
