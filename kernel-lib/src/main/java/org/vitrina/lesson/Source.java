package org.vitrina.lesson;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.vitrina.show.Html;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Showable;

/// The library's own code, to be read in a lesson: the very lines that run.
///
/// @param title what is shown
/// @param lines the lines of code
public record Source(String title, List<String> lines) implements Showable {
    public Source {
        lines = List.copyOf(lines);
    }

    /// Returns the declaration of `type`, without its package and imports.
    ///
    /// @throws IllegalArgumentException if its source does not come with the library
    public static Source of(Class<?> type) {
        List<String> all = read(type);
        int first = 0;
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).startsWith("import ") || all.get(i).startsWith("package ")) {
                first = i + 1;
            }
        }
        while (all.get(first).isBlank()) first++;
        return new Source(type.getSimpleName() + ".java", all.subList(first, all.size()));
    }

    /// Returns the methods of `type` with this name, each with its comment.
    ///
    /// @throws IllegalArgumentException if there is none, or the source does not come with the library
    public static Source of(Class<?> type, String method) {
        List<String> all = read(type);
        Pattern declares = Pattern.compile("    \\S.*\\b" + Pattern.quote(method) + "\\(.*");
        var lines = new ArrayList<String>();
        for (int i = 0; i < all.size(); i++) {
            String line = all.get(i);
            boolean comment = line.startsWith("    ///") || line.startsWith("    //");
            if (!comment && !line.endsWith(";") && declares.matcher(line).matches()) {
                int from = i;
                while (all.get(from - 1).startsWith("    ///")
                        || all.get(from - 1).startsWith("    @")) from--;
                int to = i;
                while (!all.get(to).equals("    }") && to < all.size() - 1) to++;
                if (!lines.isEmpty()) lines.add("");
                all.subList(from, to + 1).forEach(inside -> lines.add(inside.replaceFirst("^ {4}", "")));
            }
        }
        if (lines.isEmpty()) {
            throw new IllegalArgumentException(type.getSimpleName() + " declares no method '" + method + "'");
        }
        return new Source(type.getSimpleName() + "." + method, lines);
    }

    private static List<String> read(Class<?> type) {
        String file = "sources/" + type.getName().replace('.', '/').replaceFirst("\\$.*", "") + ".java";
        try (InputStream in = type.getClassLoader().getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalArgumentException(
                        "the source of " + type.getName() + " does not come with the library");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + file, e);
        }
    }

    @Override
    public String text() {
        return title + "\n\n" + String.join("\n", lines) + "\n";
    }

    @Override
    public MimeBundle mime() {
        return MimeBundle.of(text())
                .withHtml("<figure><figcaption>" + Html.escape(title) + "</figcaption><pre><code>"
                        + Html.escape(String.join("\n", lines)) + "</code></pre></figure>");
    }
}
