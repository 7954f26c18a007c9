package org.vitrina.kernel.notebook;

import java.util.ArrayList;
import java.util.List;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.parser.Parser;

/// The solution of an exercise: a Markdown cell with the tag `solution` that folds away code in fences.
final class Solution {
    static final String TAG = "solution";

    private static final int DEEPEST = 40;
    private static final Parser PARSER = Parser.builder()
            .maxOpenBlockParsers(DEEPEST)
            .maxInlineNesting(DEEPEST)
            .build();

    private Solution() {}

    /// Returns the blocks of Java code in a solution's Markdown, in order.
    static List<String> code(String markdown) {
        var blocks = new ArrayList<String>();
        PARSER.parse(markdown).accept(new AbstractVisitor() {
            @Override
            public void visit(FencedCodeBlock block) {
                String info = block.getInfo() == null ? "" : block.getInfo().strip();
                if (info.split("\\s", 2)[0].equalsIgnoreCase("java")) {
                    blocks.add(block.getLiteral());
                }
            }
        });
        return blocks;
    }
}
