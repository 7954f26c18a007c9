package org.vitrina.kernel.page;

import java.util.Set;
import java.util.regex.Pattern;
import org.commonmark.node.Block;
import org.commonmark.node.CustomBlock;
import org.commonmark.node.CustomNode;
import org.commonmark.parser.Parser;
import org.commonmark.parser.SourceLine;
import org.commonmark.parser.beta.InlineContentParser;
import org.commonmark.parser.beta.InlineContentParserFactory;
import org.commonmark.parser.beta.InlineParserState;
import org.commonmark.parser.beta.ParsedInline;
import org.commonmark.parser.beta.Position;
import org.commonmark.parser.beta.Scanner;
import org.commonmark.parser.block.AbstractBlockParser;
import org.commonmark.parser.block.AbstractBlockParserFactory;
import org.commonmark.parser.block.BlockContinue;
import org.commonmark.parser.block.BlockStart;
import org.commonmark.parser.block.MatchedBlockParser;
import org.commonmark.parser.block.ParserState;

/// Formulas in Markdown: `$...$` in a line, `$$...$$` in a line or on lines of its own, and bare environments
/// such as `\begin{align}`.
///
/// As in [Pandoc](https://pandoc.org/MANUAL.html#math), a dollar opens a formula only if no space follows it,
/// and closes one only if no space comes before it and no digit after it; so `$5 and $6` are prices.
final class MathSyntax {
    private static final Pattern ENVIRONMENT =
            Pattern.compile("\\\\begin\\{(equation|align|aligned|gather|alignat|eqnarray)(\\*?)}.*");
    private static final int DEEPEST_INDENT = 3;

    private MathSyntax() {}

    static Parser.Builder add(Parser.Builder parser) {
        return parser.customInlineContentParserFactory(new InlineFactory())
                .customBlockParserFactory(new BlockFactory());
    }

    /// A formula in a line of text.
    static final class Inline extends CustomNode {
        final String tex;
        final boolean display;

        Inline(String tex, boolean display) {
            this.tex = tex;
            this.display = display;
        }
    }

    /// A formula on lines of its own.
    static final class Displayed extends CustomBlock {
        private final StringBuilder tex = new StringBuilder();
        private boolean closed;

        String tex() {
            return tex.toString();
        }

        /// Returns whether the end of the formula was found; otherwise these are lines that look like one.
        boolean isClosed() {
            return closed;
        }
    }

    private static final class InlineFactory implements InlineContentParserFactory {
        @Override
        public Set<Character> getTriggerCharacters() {
            return Set.of('$');
        }

        @Override
        public InlineContentParser create() {
            return new InlineParser();
        }
    }

    private static final class InlineParser implements InlineContentParser {
        /// Whether a search has found no closing `$$` or `$` in what remains; searching again would make a line
        /// of dollars quadratic.
        private boolean noDouble;

        private boolean noSingle;

        @Override
        public ParsedInline tryParse(InlineParserState state) {
            Scanner in = state.scanner();
            in.next();
            return in.next('$') ? displayed(in) : inLine(in);
        }

        private ParsedInline displayed(Scanner in) {
            Position from = in.position();
            while (!noDouble && in.hasNext()) {
                Position to = in.position();
                if (in.next('\\')) {
                    in.next();
                } else if (in.next("$$")) {
                    String tex = in.getSource(from, to).getContent();
                    return tex.isBlank() ? ParsedInline.none() : ParsedInline.of(new Inline(tex, true), in.position());
                } else {
                    in.next();
                }
            }
            noDouble = true;
            return ParsedInline.none();
        }

        private ParsedInline inLine(Scanner in) {
            Position from = in.position();
            if (noSingle || isSpace(in.peek())) {
                return ParsedInline.none();
            }
            while (in.hasNext()) {
                Position to = in.position();
                if (in.next('\\')) {
                    in.next();
                } else if (in.peek() == '$') {
                    boolean spaced = isSpace((char) in.peekPreviousCodePoint());
                    in.next();
                    if (!spaced && !Character.isDigit(in.peek())) {
                        String tex = in.getSource(from, to).getContent();
                        return tex.isBlank()
                                ? ParsedInline.none()
                                : ParsedInline.of(new Inline(tex, false), in.position());
                    }
                } else {
                    in.next();
                }
            }
            noSingle = true;
            return ParsedInline.none();
        }

        private static boolean isSpace(char c) {
            return c == ' ' || c == '\n' || c == '\t' || c == Scanner.END;
        }
    }

    private static final class BlockFactory extends AbstractBlockParserFactory {
        @Override
        public BlockStart tryStart(ParserState state, MatchedBlockParser matched) {
            if (state.getIndent() > DEEPEST_INDENT) {
                return BlockStart.none();
            }
            int from = state.getNextNonSpaceIndex();
            CharSequence line = state.getLine().getContent();
            String text = line.subSequence(from, line.length()).toString().stripTrailing();
            var environment = ENVIRONMENT.matcher(text);
            if (environment.matches()) {
                String end = "\\end{" + environment.group(1) + environment.group(2) + "}";
                return BlockStart.of(new BlockMath(end, true)).atIndex(from);
            }
            int next = text.startsWith("$$") ? text.indexOf("$$", 2) : 0;
            boolean alone = text.startsWith("$$") && (next < 0 || next == text.length() - 2) && !text.equals("$$$$");
            return alone ? BlockStart.of(new BlockMath("$$", false)).atIndex(from) : BlockStart.none();
        }
    }

    private static final class BlockMath extends AbstractBlockParser {
        private final Displayed block = new Displayed();
        private final String end;
        private final boolean keepEnds;
        private boolean first = true;

        BlockMath(String end, boolean keepEnds) {
            this.end = end;
            this.keepEnds = keepEnds;
        }

        @Override
        public Block getBlock() {
            return block;
        }

        @Override
        public BlockContinue tryContinue(ParserState state) {
            return block.closed || state.isBlank() ? BlockContinue.none() : BlockContinue.atIndex(state.getIndex());
        }

        @Override
        public void addLine(SourceLine line) {
            String text = line.getContent().toString().strip();
            if (first && !keepEnds) {
                text = text.substring(end.length());
            }
            first = false;
            if (text.endsWith(end)) {
                block.closed = true;
                text = keepEnds ? text : text.substring(0, text.length() - end.length());
            }
            block.tex.append(text).append('\n');
        }
    }
}
