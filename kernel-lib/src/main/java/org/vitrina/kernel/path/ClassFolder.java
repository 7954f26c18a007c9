package org.vitrina.kernel.path;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.tools.JavaFileObject.Kind;

/// A place that holds classes in folders by package: a jar, a folder, or a module of the JDK.
sealed interface ClassFolder {
    /// Returns the names of the class files in a package, without their ending.
    ///
    /// @param packageName such as `java.util`
    Collection<String> classes(String packageName) throws IOException;

    /// @param path such as `java/util/List.class`
    InputStream open(String path) throws IOException;

    URI uri(String path);

    /// Returns the place that a path of a class path names, or nothing if there is no such place.
    static Optional<ClassFolder> of(Path path) {
        if (Files.isDirectory(path)) {
            return Optional.of(new Folder(path));
        }
        return Files.isRegularFile(path) ? Optional.of(new Jar(path)) : Optional.empty();
    }

    /// A folder on a disk or in the JDK's own file system.
    record Folder(Path root) implements ClassFolder {
        @Override
        public Collection<String> classes(String packageName) throws IOException {
            Path folder =
                    root.resolve(packageName.replace(".", root.getFileSystem().getSeparator()));
            var names = new ArrayList<String>();
            try (var files = Files.newDirectoryStream(folder)) {
                for (Path file : files) {
                    String name = file.getFileName().toString();
                    if (name.endsWith(Kind.CLASS.extension)) {
                        names.add(name.substring(0, name.length() - Kind.CLASS.extension.length()));
                    }
                }
            } catch (NoSuchFileException | java.nio.file.NotDirectoryException _) {
                return List.of();
            }
            return names;
        }

        @Override
        public InputStream open(String path) throws IOException {
            return Files.newInputStream(root.resolve(path));
        }

        @Override
        public URI uri(String path) {
            return root.resolve(path).toUri();
        }

        @Override
        public String toString() {
            return root.toString();
        }
    }

    /// A jar, opened when something in it is asked for, and then kept open.
    final class Jar implements ClassFolder {
        private final Path file;
        private JarFile jar;
        private Map<String, List<String>> classes;

        Jar(Path file) {
            this.file = file;
        }

        private synchronized JarFile jar() throws IOException {
            if (jar == null) {
                jar = new JarFile(file.toFile(), false, ZipFile.OPEN_READ, JarFile.runtimeVersion());
            }
            return jar;
        }

        private synchronized Map<String, List<String>> byPackage() throws IOException {
            if (classes == null) {
                var found = new HashMap<String, List<String>>();
                JarFile opened = jar();
                try (Stream<String> names = opened.isMultiRelease()
                        ? opened.versionedStream().map(ZipEntry::getName)
                        : opened.stream().map(ZipEntry::getName)) {
                    names.forEach(name -> {
                        if (name.endsWith(Kind.CLASS.extension) && !name.startsWith("META-INF/")) {
                            int slash = name.lastIndexOf('/');
                            found.computeIfAbsent(
                                            slash < 0
                                                    ? ""
                                                    : name.substring(0, slash).replace('/', '.'),
                                            _ -> new ArrayList<>())
                                    .add(name.substring(slash + 1, name.length() - Kind.CLASS.extension.length()));
                        }
                    });
                }
                classes = found;
            }
            return classes;
        }

        @Override
        public Collection<String> classes(String packageName) throws IOException {
            return byPackage().getOrDefault(packageName, List.of());
        }

        /// Returns the packages that have classes here.
        Set<String> packages() throws IOException {
            return new TreeSet<>(byPackage().keySet());
        }

        /// Returns the paths that its manifest puts on the class path behind it.
        List<Path> furtherPaths() throws IOException {
            Manifest manifest = jar().getManifest();
            String paths =
                    manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            if (paths == null || paths.isBlank()) {
                return List.of();
            }
            var found = new ArrayList<Path>();
            for (String path : paths.strip().split("\\s+")) {
                try {
                    found.add(Path.of(file.toUri().resolve(path)));
                } catch (IllegalArgumentException _) {
                    // not a file: the class loader ignores it too
                }
            }
            return found;
        }

        @Override
        public InputStream open(String path) throws IOException {
            JarFile opened = jar();
            var entry = opened.getJarEntry(path);
            if (entry == null) {
                throw new NoSuchFileException(path, file.toString(), "not in this jar");
            }
            return opened.getInputStream(entry);
        }

        @Override
        public URI uri(String path) {
            return URI.create("jar:" + file.toUri() + "!/" + path);
        }

        Path file() {
            return file;
        }

        @Override
        public String toString() {
            return file.toString();
        }
    }
}
