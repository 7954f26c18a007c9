package org.vitrina.kernel.doc;

/// A doc comment without its slashes and stars.
///
/// @param text     what was written, block tags included
/// @param markdown whether it is Markdown, written with `///`; otherwise it is HTML
public record DocComment(String text, boolean markdown) {}
