package org.vitrina.chat;

import com.google.gson.Gson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;

/// What Jinja2 made of conversations, and how ours differs. Run [#main] with templates, beside each of which lies
/// what `src/test/python/render_templates.py` wrote for it.
final class PeerTexts {
    private static final Gson GSON = new Gson();

    private record Expected(List<Message> messages, boolean prompt, String text, String error) {}

    private PeerTexts() {}

    public static void main(String[] arguments) throws IOException {
        for (String argument : arguments) {
            Path template = Path.of(argument);
            List<String> differences = differences(template);
            System.out.println(template.getFileName() + ": " + differences.size() + " differences");
            differences.stream().limit(5).forEach(System.out::println);
        }
    }

    static Path expected(Path template) {
        return template.resolveSibling(template.getFileName().toString().replace(".jinja", ".jsonl"));
    }

    static List<String> differences(Path file) throws IOException {
        ChatTemplate template = ChatTemplate.of(Files.readString(file))
                .with("bos_token", "<s>")
                .with("eos_token", "</s>")
                .at(LocalDateTime.of(2024, 7, 4, 13, 5, 9));
        var differences = new ArrayList<String>();
        for (String line : Files.readAllLines(expected(file))) {
            Expected each = GSON.fromJson(line, Expected.class);
            String found;
            try {
                found = template.render(each.messages(), each.prompt());
            } catch (ChatTemplateException e) {
                if (each.error() == null || e.getMessage().contains("is not known here")) {
                    differences.add(line + "\n  refused: " + e.getMessage());
                }
                continue;
            }
            if (!found.equals(each.text())) {
                differences.add(line + "\n  found: " + GSON.toJson(found));
            }
        }
        return differences;
    }
}
