package org.vitrina.kernel.page;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.CustomNode;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.commonmark.renderer.html.HtmlRenderer;
import org.vitrina.show.Html;

/// Markdown to HTML ([CommonMark 0.31](https://spec.commonmark.org/0.31.2/) with GitHub's tables): headings get
/// anchors, formulas become MathML, Java is coloured, pictures are put into the page, links lead to pages, and of
/// HTML only what is harmless passes.
public final class MarkdownHtml {
    /// Deeper nesting is shown as text; nobody reads it, and it would exhaust the stack.
    private static final int DEEPEST = 40;

    private static final Parser PARSER = MathSyntax.add(Parser.builder()
                    .extensions(List.of(TablesExtension.create()))
                    .maxOpenBlockParsers(DEEPEST)
                    .maxInlineNesting(DEEPEST))
            .build();
    private static final Set<String> JAVA = Set.of("java", "jshell");

    private final Headings headings;
    private final Images images;

    /// @param headings collects the headings of the page
    /// @param images   finds the pictures
    MarkdownHtml(Headings headings, Images images) {
        this.headings = headings;
        this.images = images;
    }

    static Node parse(String markdown) {
        return PARSER.parse(markdown);
    }

    /// Returns the Markdown of one cell as HTML in which every element is closed.
    String html(String markdown) {
        var safe = new SafeHtml(Links::rewrite, images);
        return HtmlRenderer.builder()
                        .extensions(List.of(TablesExtension.create()))
                        .nodeRendererFactory(context -> new Ours(context, safe))
                        .escapeHtml(true)
                        .sanitizeUrls(true)
                        .build()
                        .render(parse(markdown))
                + safe.end();
    }

    /// Returns the text of a node without any formatting.
    static String text(Node node) {
        var out = new StringBuilder();
        node.accept(new AbstractVisitor() {
            @Override
            public void visit(Text text) {
                out.append(text.getLiteral());
            }

            @Override
            public void visit(Code code) {
                out.append(code.getLiteral());
            }

            @Override
            public void visit(SoftLineBreak line) {
                out.append(' ');
            }

            @Override
            public void visit(HardLineBreak line) {
                out.append(' ');
            }

            @Override
            public void visit(CustomNode custom) {
                if (custom instanceof MathSyntax.Inline formula) {
                    out.append(formula.tex);
                } else {
                    visitChildren(custom);
                }
            }
        });
        return out.toString();
    }

    /// What is rendered in another way than commonmark-java does.
    private final class Ours implements NodeRenderer {
        private final HtmlNodeRendererContext context;
        private final SafeHtml safe;

        Ours(HtmlNodeRendererContext context, SafeHtml safe) {
            this.context = context;
            this.safe = safe;
        }

        @Override
        public Set<Class<? extends Node>> getNodeTypes() {
            return Set.of(
                    Heading.class,
                    HtmlBlock.class,
                    HtmlInline.class,
                    FencedCodeBlock.class,
                    Image.class,
                    Link.class,
                    MathSyntax.Inline.class,
                    MathSyntax.Displayed.class);
        }

        @Override
        public void render(Node node) {
            switch (node) {
                case Heading heading -> heading(heading);
                case HtmlBlock html -> block(safe.pass(html.getLiteral()));
                case HtmlInline html -> raw(safe.pass(html.getLiteral()));
                case FencedCodeBlock code -> block(code(code));
                case Image image -> image(image);
                case Link link -> link(link);
                case MathSyntax.Inline formula -> raw(TexMath.html(formula.tex, formula.display));
                case MathSyntax.Displayed formula ->
                    block(
                            formula.isClosed()
                                    ? "<div class=\"formula\">" + TexMath.html(formula.tex(), true) + "</div>"
                                    : "<p>$$" + Html.escape(formula.tex()) + "</p>");
                default -> throw new IllegalStateException("not asked to render a " + node.getClass());
            }
        }

        private void heading(Heading heading) {
            Headings.Heading entry = headings.add(heading.getLevel(), text(heading));
            block("");
            raw("<h%d id=\"%s\">".formatted(entry.level(), Html.escape(entry.anchor())));
            children(heading);
            raw("<a class=\"anchor\" href=\"#%s\" aria-hidden=\"true\" tabindex=\"-1\">#</a></h%d>"
                    .formatted(Html.escape(entry.anchor()), entry.level()));
            block("");
        }

        private static String code(FencedCodeBlock block) {
            String info = block.getInfo() == null ? "" : block.getInfo().strip();
            String language = info.split("[\\s{,]", 2)[0].toLowerCase(Locale.ROOT);
            String code = block.getLiteral().stripTrailing();
            return "<pre class=\"code\" tabindex=\"0\"><code>"
                    + (JAVA.contains(language) ? JavaHighlighter.html(code) : Html.escape(code))
                    + "</code></pre>";
        }

        private void image(Image image) {
            String alt = text(image);
            String title = image.getTitle() == null ? "" : " title=\"" + Html.escape(image.getTitle()) + "\"";
            raw(images.html(image.getDestination(), alt, " alt=\"" + Html.escape(alt) + "\"" + title));
        }

        private void link(Link link) {
            String address = Links.rewrite(link.getDestination());
            if (address == null) {
                children(link);
                return;
            }
            String title = link.getTitle() == null ? "" : " title=\"" + Html.escape(link.getTitle()) + "\"";
            raw("<a href=\"" + Html.escape(address) + "\"" + title + ">");
            children(link);
            raw("</a>");
        }

        private void children(Node parent) {
            for (Node child = parent.getFirstChild(); child != null; child = child.getNext()) {
                context.render(child);
            }
        }

        private void block(String html) {
            context.getWriter().line();
            raw(html);
            context.getWriter().line();
        }

        private void raw(String html) {
            context.getWriter().raw(html);
        }
    }
}
