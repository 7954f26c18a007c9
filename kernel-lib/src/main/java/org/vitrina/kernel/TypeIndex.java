package org.vitrina.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.lang.reflect.Modifier;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The names of the public types that a cell can use at once, and of those that the JDK has elsewhere. Read
/// once, when the first misspelt type asks for it.
final class TypeIndex {
    private static final class Lazily {
        static final List<String> JDK = jdk();
        static final Set<String> IMPORTED = importedTypes();
    }

    private TypeIndex() {}

    /// Returns the simple names of the types that every cell has imported.
    static Set<String> imported() {
        return Lazily.IMPORTED;
    }

    /// Returns the full names of the JDK's public types of this name that no cell has imported.
    static List<String> elsewhere(String name) {
        return Lazily.JDK.stream()
                .filter(each -> each.endsWith("." + name))
                .filter(TypeIndex::isPublic)
                .toList();
    }

    private static boolean isPublic(String name) {
        try {
            return Modifier.isPublic(Class.forName(name, false, ClassLoader.getSystemClassLoader())
                    .getModifiers());
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    private static List<String> jdk() {
        var names = new ArrayList<String>();
        for (ModuleReference module : ModuleFinder.ofSystem().findAll()) {
            if (module.descriptor().name().startsWith("java.")) {
                names.addAll(types(module));
            }
        }
        return names;
    }

    private static List<String> types(ModuleReference module) {
        Set<String> open = new TreeSet<>();
        module.descriptor().exports().stream()
                .filter(each -> !each.isQualified())
                .forEach(each -> open.add(each.source()));
        try (ModuleReader reader = module.open();
                Stream<String> files = reader.list()) {
            return files.filter(file -> file.endsWith(".class") && file.indexOf('$') < 0 && file.indexOf('/') > 0)
                    .map(file ->
                            file.substring(0, file.length() - ".class".length()).replace('/', '.'))
                    .filter(name -> open.contains(name.substring(0, name.lastIndexOf('.'))))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> importedTypes() {
        var names = new TreeSet<String>();
        ModuleFinder.ofSystem().find("java.base").map(TypeIndex::types).orElse(List.of()).stream()
                .filter(TypeIndex::isPublic)
                .forEach(each -> names.add(each.substring(each.lastIndexOf('.') + 1)));
        for (String each : DefaultImports.PACKAGES) {
            try {
                // a package may be in several places: classes and tests, two jars
                for (URL folder :
                        Collections.list(TypeIndex.class.getClassLoader().getResources(each.replace('.', '/') + "/"))) {
                    names.addAll(types(folder));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return names;
    }

    private static List<String> types(URL folder) throws IOException {
        if (folder.openConnection() instanceof JarURLConnection jar) {
            String prefix = jar.getEntryName();
            return jar.getJarFile().stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.startsWith(prefix))
                    .map(name -> name.substring(prefix.length()))
                    .filter(name -> name.endsWith(".class") && name.indexOf('/') < 0 && name.indexOf('$') < 0)
                    .map(name -> name.substring(0, name.length() - ".class".length()))
                    .toList();
        }
        try (Stream<Path> files = Files.list(Path.of(URI.create(folder.toString())))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".class") && name.indexOf('$') < 0 && !name.startsWith("package-"))
                    .map(name -> name.substring(0, name.length() - ".class".length()))
                    .toList();
        }
    }
}
