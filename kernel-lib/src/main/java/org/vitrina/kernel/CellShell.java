package org.vitrina.kernel;

import java.util.Map;
import java.util.function.Consumer;
import jdk.jshell.JShell;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;
import org.vitrina.kernel.path.CompilerFiles;

/// JShell as cells need it: in this process, on our own files, with the vector module where this process has it.
final class CellShell {
    private CellShell() {}

    /// @param control loads and notes what JShell has compiled
    /// @param files   is given what the compiler reads from
    static JShell on(CellControl control, Consumer<CompilerFiles> files) {
        var provider = new ExecutionControlProvider() {
            @Override
            public String name() {
                return "cells";
            }

            @Override
            public ExecutionControl generate(ExecutionEnv env, Map<String, String> parameters) {
                return control;
            }
        };
        var builder = JShell.builder().executionEngine(provider, Map.of()).fileManager(standard -> {
            var made = new CompilerFiles(standard);
            files.accept(made);
            return made;
        });
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
            builder.compilerOptions("--add-modules", "jdk.incubator.vector", "-Xlint:-incubating");
        }
        return builder.build();
    }
}
