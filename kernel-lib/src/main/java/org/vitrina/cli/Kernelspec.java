package org.vitrina.cli;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What tells Jupyter how to start this kernel: a folder `vitrina` with `kernel.json` and icons.
///
/// It names the launcher and no JDK and no jars, so it stays right when a JDK is replaced or sources change; only a
/// project that was moved has to be installed again.
///
/// @param command     what starts the kernel, without the connection file
/// @param javaOptions options for the kernel's JVM, such as `-Xmx512m`; empty for the launcher's own
record Kernelspec(List<String> command, String javaOptions) {
    static final String NAME = "vitrina";
    private static final List<String> ICONS = List.of("logo-32x32.png", "logo-64x64.png", "logo-svg.svg");

    /// Returns the kernelspec of the project that this program belongs to.
    ///
    /// @throws IllegalStateException if there is no launcher in it
    static Kernelspec ofProject(Machine machine, String javaOptions) {
        String name = machine.isWindows() ? "vitrina.cmd" : "vitrina";
        Path launcher = Project.home().resolve(name).toAbsolutePath().normalize();
        if (!Files.isRegularFile(launcher)) {
            throw new IllegalStateException("there is no launcher " + launcher
                    + ", which Jupyter would start; call this through the launcher: ./vitrina install");
        }
        return machine.isWindows()
                ? new Kernelspec(List.of("cmd.exe", "/d", "/c", launcher.toString(), "kernel"), javaOptions)
                : new Kernelspec(List.of(launcher.toString(), "kernel"), javaOptions);
    }

    /// Writes the kernelspec into a folder of kernels, in place of one that is there.
    ///
    /// @return its own folder
    Path write(Path kernels) throws IOException {
        Path folder = kernels.resolve(NAME);
        Files.createDirectories(folder);
        for (String icon : ICONS) {
            try (InputStream picture = Kernelspec.class.getResourceAsStream("kernelspec/" + icon)) {
                Files.copy(picture, folder.resolve(icon), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        // A Jupyter that reads it meanwhile finds the old one or the new one, and no half of one.
        Path fresh = Files.writeString(folder.resolve("kernel.json.new"), json());
        Files.move(
                fresh,
                folder.resolve("kernel.json"),
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.ATOMIC_MOVE);
        return folder;
    }

    String json() {
        var argv = new JsonArray();
        command.forEach(argv::add);
        argv.add("{connection_file}");
        var spec = new JsonObject();
        spec.add("argv", argv);
        spec.addProperty("display_name", "Java (Vitrina)");
        spec.addProperty("language", "java");
        spec.addProperty("interrupt_mode", "message");
        spec.addProperty("kernel_protocol_version", "5.4");
        var environment = new JsonObject();
        if (!javaOptions.isEmpty()) environment.addProperty("VITRINA_KERNEL_OPTIONS", javaOptions);
        spec.add("env", environment);
        var metadata = new JsonObject();
        metadata.addProperty("debugger", false);
        spec.add("metadata", metadata);
        return new GsonBuilder()
                        .setPrettyPrinting()
                        .disableHtmlEscaping()
                        .create()
                        .toJson(spec) + "\n";
    }

    /// Returns the kernelspec in a folder of kernels, if there is one that can be read.
    static Optional<Kernelspec> read(Path kernels) {
        try {
            String text = Files.readString(kernels.resolve(NAME).resolve("kernel.json"));
            JsonObject json = JsonParser.parseString(text).getAsJsonObject();
            List<String> argv = json.getAsJsonArray("argv").asList().stream()
                    .map(JsonElement::getAsString)
                    .toList();
            JsonElement options = json.has("env") ? json.getAsJsonObject("env").get("VITRINA_KERNEL_OPTIONS") : null;
            return Optional.of(
                    new Kernelspec(argv.subList(0, argv.size() - 1), options == null ? "" : options.getAsString()));
        } catch (IOException | RuntimeException notOne) {
            // anybody may have written it, so anything may be wrong with it
            return Optional.empty();
        }
    }

    /// Removes the kernelspec from a folder of kernels.
    ///
    /// @return whether there was one
    static boolean remove(Path kernels) throws IOException {
        Path folder = kernels.resolve(NAME);
        if (!Files.isRegularFile(folder.resolve("kernel.json"))) return false;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) Files.delete(file);
        }
        Files.delete(folder);
        return true;
    }
}
