package org.vitrina.kernel.magic;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// `%classpath` and `%jars`: libraries that lie on this machine.
final class ClassPathMagics {
    static final List<Magic> ALL = List.of(
            Magic.line(
                    "classpath",
                    "path …",
                    "Lets cells use jars and folders of classes; * and ** stand for any names.",
                    call -> add(call, "%classpath path …", false)),
            Magic.line(
                    "jars",
                    "path …",
                    "Lets cells use jars; * and ** stand for any names, of a folder all jars are taken.",
                    call -> add(call, "%jars path …", true)));

    private ClassPathMagics() {}

    private static List<String> add(MagicCall call, String usage, boolean onlyJars) throws Exception {
        var found = new ArrayList<Path>();
        for (String pattern : call.someArguments(usage)) {
            List<Path> matches = matches(pattern, onlyJars);
            if (matches.isEmpty()) {
                throw new MagicException("nothing matches " + pattern + "; paths start from "
                        + Path.of("").toAbsolutePath());
            }
            found.addAll(matches);
        }
        call.kernel().addToClassPath(found);
        return found.stream().map(Path::toString).toList();
    }

    private static List<Path> matches(String pattern, boolean onlyJars) throws IOException {
        int wild = firstWild(pattern);
        if (wild < 0) {
            Path path = Path.of(pattern).toAbsolutePath().normalize();
            if (!Files.exists(path)) {
                return List.of();
            }
            return onlyJars && Files.isDirectory(path) ? matches(pattern + "/*.jar", true) : List.of(path);
        }
        int root = pattern.lastIndexOf('/', wild);
        Path start = Path.of(root < 0 ? "" : pattern.substring(0, root + 1))
                .toAbsolutePath()
                .normalize();
        if (!Files.isDirectory(start)) {
            return List.of();
        }
        String rest = pattern.substring(root + 1);
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + rest);
        int depth = rest.contains("**")
                ? 50
                : (int) rest.chars().filter(c -> c == '/').count() + 1;
        try (Stream<Path> files = Files.walk(start, depth)) {
            return files.filter(file -> !file.equals(start) && matcher.matches(start.relativize(file)))
                    .filter(file -> !onlyJars || file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    private static int firstWild(String pattern) {
        for (int i = 0; i < pattern.length(); i++) {
            if ("*?[{".indexOf(pattern.charAt(i)) >= 0) {
                return i;
            }
        }
        return -1;
    }
}
