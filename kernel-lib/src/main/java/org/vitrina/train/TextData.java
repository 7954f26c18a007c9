package org.vitrina.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A text of one's own: `{"source": "text", "file": "book.txt"}`.
final class TextData implements DataSource {
    @Override
    public String name() {
        return "text";
    }

    @Override
    public String about() {
        return "a text file in UTF-8 (file); where separator stands alone on a line, or else at empty lines (separator: \"\"),"
                + " one document ends and the next begins; the share validation of them, spread evenly,"
                + " is not learned from; of the last one's end where they are too few";
    }

    @Override
    public Data load(Options options) throws IOException {
        Path file = options.file("file");
        String separator = options.text("separator", "");
        double share = options.number("validation", 0.05, 0, 0.5);
        options.done();
        String text = Files.readString(file);
        var training = new ArrayList<String>();
        var validation = new ArrayList<String>();
        double due = 0;
        for (String document : documents(text, separator)) {
            due += share;
            if (due >= 1) {
                due -= 1;
                validation.add(document);
            } else {
                training.add(document);
            }
        }
        if (validation.isEmpty() && share > 0 && !training.isEmpty()) {
            String last = training.removeLast();
            int cut = last.offsetByCodePoints(0, (int) (last.codePointCount(0, last.length()) * (1 - share)));
            if (cut > 0) {
                training.add(last.substring(0, cut));
            }
            validation.add(last.substring(cut));
        }
        if (training.isEmpty()) {
            throw new RecipeException("the text " + file + " has nothing to learn from");
        }
        return new Data.Texts(training, validation);
    }

    private static List<String> documents(String text, String separator) {
        Pattern line = Pattern.compile("(?m)^" + Pattern.quote(separator) + "[ \\t]*(?:\\R|\\z)");
        return line.splitAsStream(text)
                .map(String::strip)
                .filter(document -> !document.isEmpty())
                .toList();
    }
}
