package org.vitrina.kernel.doc;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// Finds the source of a class: in the folder `sources` of its own jar, where this project's builds put it, or in a
/// jar that ends in `-sources.jar`, as Maven names them, beside its own jar or in a folder `sources` there.
final class SourceText {
    /// The largest file that is read; nobody writes one of that size by hand.
    private static final int LARGEST = 4 << 20;

    private SourceText() {}

    /// Returns the source file that declares `type`.
    static Optional<String> of(Class<?> type) {
        String file = type.getName().replace('.', '/').replaceFirst("\\$.*", "") + ".java";
        try {
            Optional<String> own = resource(type, "sources/" + file);
            return own.isPresent() ? own : besides(type, file);
        } catch (IOException e) {
            // no source then; whoever asks is shown the signature
            return Optional.empty();
        }
    }

    private static Optional<String> resource(Class<?> type, String path) throws IOException {
        ClassLoader loader = type.getClassLoader();
        try (InputStream in = loader == null ? null : loader.getResourceAsStream(path)) {
            return in == null ? Optional.empty() : Optional.of(text(in));
        }
    }

    private static Optional<String> besides(Class<?> type, String file) throws IOException {
        Optional<Path> jar = jar(type);
        if (jar.isEmpty()) {
            return Optional.empty();
        }
        String name = jar.get().getFileName().toString().replaceFirst("\\.jar$", "-sources.jar");
        for (Path sources : List.of(
                jar.get().resolveSibling(name),
                jar.get().resolveSibling("sources").resolve(name),
                jar.get().resolveSibling(".." + File.separator + "sources").resolve(name))) {
            if (Files.isRegularFile(sources)) {
                try (var zip = new ZipFile(sources.toFile())) {
                    ZipEntry entry = zip.getEntry(file);
                    if (entry != null) {
                        try (InputStream in = zip.getInputStream(entry)) {
                            return Optional.of(text(in));
                        }
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Path> jar(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            return Optional.empty();
        }
        try {
            Path path = Path.of(source.getLocation().toURI());
            return Files.isRegularFile(path) ? Optional.of(path) : Optional.empty();
        } catch (URISyntaxException | IllegalArgumentException | java.nio.file.FileSystemNotFoundException e) {
            return Optional.empty();
        }
    }

    private static String text(InputStream in) throws IOException {
        return new String(in.readNBytes(LARGEST), StandardCharsets.UTF_8);
    }
}
