/// Executed notebooks as web pages: one self-contained file for each, which opens from a disk, needs no network
/// and stays readable with scripts off.
///
/// Read [NotebookPage] first; [MarkdownHtml] formats the prose, [TexMath] the formulas.
package org.vitrina.kernel.page;
