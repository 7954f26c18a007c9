/// Notebook files: what is in them, reading and writing them, and running them without Jupyter.
///
/// Read [Notebook] first, then [NotebookRunner]. The format is
/// [nbformat 4](https://nbformat.readthedocs.io/en/stable/format_description.html).
package org.vitrina.kernel.notebook;
