package org.vitrina.kernel.magic;

import java.io.File;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The libraries that the kernel itself runs on. Their classes are found before those of a cell's libraries, as values
/// could not be shown otherwise. A cell that asks for another version of one whose classes cells use is told.
final class OwnLibraries {
    /// Maven names its files so: the artifact, a dash, a version, which begins with a digit.
    private static final Pattern JAR = Pattern.compile("(.+?)-(\\d[^/\\\\]*)\\.jar");

    private static final Set<String> USED_BY_CELLS = Set.of("tablesaw-core", "xchart", "jtokkit");

    private static final Map<String, String> BY_ARTIFACT = new HashMap<>();

    static {
        for (String path : System.getProperty("java.class.path", "").split(File.pathSeparator)) {
            String file = Path.of(path).getFileName() == null
                    ? ""
                    : Path.of(path).getFileName().toString();
            Matcher jar = JAR.matcher(file);
            if (jar.matches() && USED_BY_CELLS.contains(jar.group(1))) {
                BY_ARTIFACT.put(jar.group(1), file);
            }
        }
    }

    private OwnLibraries() {}

    /// Returns the file of the kernel's own library that is used in place of `jar`, if it is of another version.
    static Optional<String> insteadOf(Path jar) {
        String file = jar.getFileName().toString();
        Matcher named = JAR.matcher(file);
        return named.matches()
                ? Optional.ofNullable(BY_ARTIFACT.get(named.group(1))).filter(own -> !own.equals(file))
                : Optional.empty();
    }
}
