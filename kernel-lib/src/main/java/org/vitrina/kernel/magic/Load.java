package org.vitrina.kernel.magic;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `%load`: runs what stands in a file.
final class Load {
    private static final List<String> ENDINGS = List.of("", ".jshell", ".jsh", ".java", ".ipynb");

    private Load() {}

    static Object call(MagicCall call) throws Exception {
        for (String argument : call.someArguments("%load file")) {
            Path file = find(argument);
            String text = Files.readString(file);
            String name = file.getFileName().toString();
            if (name.endsWith(".ipynb")) {
                List<String> cells = codeCells(file, text);
                for (int i = 0; i < cells.size(); i++) {
                    call.kernel().run(name + ", code cell " + (i + 1), cells.get(i));
                }
            } else {
                call.kernel().run(name, text);
            }
        }
        return null;
    }

    private static Path find(String argument) throws MagicException {
        for (String ending : ENDINGS) {
            Path file = Path.of(argument + ending).toAbsolutePath().normalize();
            if (Files.isRegularFile(file)) {
                return file;
            }
        }
        throw new MagicException(
                "there is no file " + Path.of(argument).toAbsolutePath().normalize()
                        + ", nor one that ends in .jshell, .jsh, .java or .ipynb");
    }

    private static List<String> codeCells(Path file, String text) throws MagicException {
        var cells = new ArrayList<String>();
        try {
            JsonObject notebook = JsonParser.parseString(text).getAsJsonObject();
            for (JsonElement each : notebook.getAsJsonArray("cells")) {
                JsonObject cell = each.getAsJsonObject();
                if (cell.get("cell_type").getAsString().equals("code")) {
                    cells.add(source(cell.get("source")));
                }
            }
        } catch (JsonParseException | IllegalStateException | NullPointerException | UnsupportedOperationException e) {
            throw new MagicException(file + " is not a notebook of format 4: " + e.getMessage(), e);
        }
        return cells;
    }

    /// nbformat allows one string or a list of lines.
    private static String source(JsonElement source) {
        if (!source.isJsonArray()) {
            return source.getAsString();
        }
        var text = new StringBuilder();
        source.getAsJsonArray().forEach(line -> text.append(line.getAsString()));
        return text.toString();
    }
}
