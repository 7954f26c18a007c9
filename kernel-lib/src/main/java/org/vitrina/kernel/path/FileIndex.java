package org.vitrina.kernel.path;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Which packages are in which jars, and which classes in the packages of the module that every cell imports; written
/// once for a build and a JDK. What is not in it is looked for where it is.
///
/// In the file, a line is a jar and its packages, or a package of the module with its classes, separated by tabs.
record FileIndex(Map<String, String> lines) {
    static final FileIndex EMPTY = new FileIndex(Map.of());

    private static final String MODULE = "java.base";

    /// Returns the packages of a jar, or nothing for a jar that is not known.
    ///
    /// @param jar the name of its file
    Collection<String> packages(String jar) {
        return words(jar);
    }

    /// Returns the names of the class files in a package of a module, without their ending, or nothing for a package
    /// that is not known.
    Collection<String> classes(String module, String packageName) {
        return module.equals(MODULE) ? words(MODULE + "/" + packageName) : List.of();
    }

    private List<String> words(String key) {
        String line = lines.get(key);
        return line == null || line.isEmpty() ? List.of() : List.of(line.split("\t"));
    }

    /// @param modules the folder of the JDK's modules
    static void write(String classPath, Path modules, Path file) throws IOException {
        var lines = new ArrayList<String>();
        for (ClassFolder.Jar jar : new ClassPath(classPath, EMPTY).jars()) {
            lines.add(line(jar.file().getFileName().toString(), jar.packages()));
        }
        var folder = new ClassFolder.Folder(modules.resolve(MODULE));
        var packages = new TreeSet<String>();
        ModuleLayer.boot().findModule(MODULE).orElseThrow().getDescriptor().exports().stream()
                .filter(each -> !each.isQualified())
                .forEach(each -> packages.add(each.source()));
        for (String each : packages) {
            lines.add(line(MODULE + "/" + each, folder.classes(each)));
        }
        Files.write(file, lines);
    }

    private static String line(String key, Collection<String> words) {
        return key + "\t" + String.join("\t", words);
    }

    static FileIndex read(Path file) {
        var lines = new HashMap<String, String>();
        try (Stream<String> all = Files.lines(file)) {
            all.forEach(line -> {
                int tab = line.indexOf('\t');
                lines.put(line.substring(0, tab), line.substring(tab + 1));
            });
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the index " + file + " cannot be read; delete its folder to build again", e);
        }
        return new FileIndex(lines);
    }
}
