package org.vitrina.kernel.magic;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.vitrina.kernel.magic.MagicKernel.Variable;
import org.vitrina.show.Html;
import org.vitrina.show.MimeBundle;

/// The magics that say something about cells or show something.
final class KernelMagics {
    static final List<Magic> OF_LINES = List.of(
            Magic.line("load", "file", "Runs a .java or .jshell file, or the code cells of a .ipynb.", Load::call),
            Magic.line("time", "code", "Runs the code on this line and says how long it took.", KernelMagics::time),
            Magic.line("who", "", "Lists the variables with their types and values.", KernelMagics::who),
            Magic.line("reset", "", "Forgets everything that cells have declared.", KernelMagics::reset),
            Magic.line("lsmagic", "", "Lists the magics.", call -> print(call, Magics.list())),
            Magic.line("help", "", "Says what each magic does.", call -> print(call, help())));

    static final List<Magic> OF_CELLS = List.of(
            Magic.cell("time", "", "Runs the cell and says how long it took.", KernelMagics::time),
            Magic.cell("html", "", "Shows the cell as HTML.", KernelMagics::html),
            Magic.cell("markdown", "", "Shows the cell as Markdown.", KernelMagics::markdown));

    private KernelMagics() {}

    private static Object time(MagicCall call) throws Exception {
        if (call.argument().isBlank() && call.body().isBlank()) {
            throw new MagicException("there is nothing to time; it is written: %time code, or %%time above a cell");
        }
        long start = System.nanoTime();
        Object value = call.kernel().runOwnCode();
        call.kernel().print("Time: " + duration(System.nanoTime() - start) + "\n");
        return value;
    }

    static String duration(long nanos) {
        if (nanos < 1_000_000) {
            return String.format(Locale.ROOT, "%.0f µs", nanos / 1e3);
        }
        return nanos < 1_000_000_000
                ? String.format(Locale.ROOT, "%.1f ms", nanos / 1e6)
                : String.format(Locale.ROOT, "%.2f s", nanos / 1e9);
    }

    private static Object who(MagicCall call) {
        List<Variable> variables = call.kernel().variables();
        if (variables.isEmpty()) {
            return print(call, "No cell has declared a variable.\n");
        }
        String text = variables.stream()
                .map(each -> each.type() + " " + each.name() + " = " + each.value())
                .collect(Collectors.joining("\n"));
        String rows = variables.stream()
                .map(each -> "<tr><td style=\"text-align:left\">" + Html.escape(each.name())
                        + "</td><td style=\"text-align:left\">" + Html.escape(each.type())
                        + "</td><td style=\"text-align:left\">" + Html.escape(each.value()) + "</td></tr>")
                .collect(Collectors.joining());
        call.kernel()
                .display(MimeBundle.of(text)
                        .withHtml("<table><thead><tr><th>Variable</th><th>Type</th><th>Value</th></tr></thead><tbody>"
                                + rows + "</tbody></table>"));
        return null;
    }

    private static Object reset(MagicCall call) {
        call.kernel().reset();
        return null;
    }

    private static Object html(MagicCall call) {
        call.kernel().display(MimeBundle.of(call.body()).withHtml(call.body()));
        return null;
    }

    private static Object markdown(MagicCall call) {
        call.kernel().display(MimeBundle.of(call.body()).with(MimeBundle.MARKDOWN, call.body()));
        return null;
    }

    private static Object print(MagicCall call, String text) {
        call.kernel().print(text);
        return null;
    }

    private static String help() {
        return Magics.all().stream()
                .map(magic -> magic.usage() + "\n    " + magic.help() + "\n")
                .collect(Collectors.joining());
    }
}
