package org.vitrina.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.vitrina.interact.Interact;
import org.vitrina.lesson.Check;

/// What a cell can use without importing it.
final class DefaultImports {
    static final List<String> PACKAGES = List.of(
            "org.vitrina.show",
            "org.vitrina.tokenize",
            "org.vitrina.tensor",
            "org.vitrina.autograd",
            "org.vitrina.quantize",
            "org.vitrina.file",
            "org.vitrina.transformer",
            "org.vitrina.generate",
            "org.vitrina.chat",
            "org.vitrina.train",
            "org.vitrina.train.fit",
            "org.vitrina.feedback",
            "org.vitrina.lesson",
            "org.vitrina.corpus",
            "org.vitrina.world",
            "tech.tablesaw.api",
            "org.knowm.xchart");

    private DefaultImports() {}

    /// Returns the import declarations for all packages that are there, as one declaration: JShell takes
    /// what begins with an import for one, and compiles once instead of ten times. It knows it by its first
    /// name, which is one that no cell imports, as that would replace them all.
    static String all(Predicate<String> isThere) {
        var imports = new ArrayList<String>();
        imports.add("import " + CellHooks.class.getName() + ";");
        imports.add("import module java.base;");
        for (String name : PACKAGES) {
            if (isThere.test(name)) {
                imports.add("import " + name + ".*;");
            }
        }
        // this one alone: its neighbours Box, Control and the like are names that cells use for their own
        imports.add("import " + Interact.class.getName() + ";");
        imports.add("import static " + CellFunctions.class.getName() + ".*;");
        imports.add("import static " + Check.class.getName() + ".check;");
        return String.join(" ", imports);
    }
}
