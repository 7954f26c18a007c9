package org.vitrina.kernel.doc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Doc comments")
class DocCommentsTests {
    private static final String LIBRARY = """
            package far;

            import java.util.List;

            /**
             * What one stands on.
             * @param <T> its material
             */
            public abstract class Ground<T extends Comparable<T>> {
                /** How far {@code it} goes. */
                public static final int END = 9;

                /** A ground of
                 *  some size. */
                @Deprecated
                protected Ground(int size) {}

                /// Digs *deep*, see `[T]`.
                ///
                /// @param tools any
                public void dig(List<? extends T> tools, int... depths) {}

                public void dig(String no) {}

                public interface Walked {
                    /** Counts steps. */
                    int steps(java.util.Map.Entry<String, int[]>[] where);
                }

                public static class Way implements Walked {
                    public int steps(java.util.Map.Entry<String, int[]>[] where) { return 1; }
                }

                /** Inner. */
                public enum Kind {
                    /** Soft one. */
                    SAND,
                    ROCK
                }

                /// A spot.
                public record Spot(int n) {}

                /// A place.
                ///
                /// @param name  what it is called
                /// @param depth how deep,
                ///     in metres
                public record Place(String name, int depth) {
                    /// Checks both.
                    public Place {}
                }
            }
            """;

    @TempDir
    private Path folder;

    private ClassLoader loader;

    private void library(Path sourcesJar) throws IOException {
        Path source = Files.writeString(folder.resolve("Ground.java"), LIBRARY);
        var javac = ToolProvider.findFirst("javac").orElseThrow();
        Path classes = folder.resolve("classes");
        assertEquals(0, javac.run(System.out, System.err, "-nowarn", "-d", classes.toString(), source.toString()));
        Path jar = folder.resolve("ground-1.jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar));
                var files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(
                        new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
                out.write(Files.readAllBytes(file));
            }
        }
        Files.createDirectories(sourcesJar.getParent());
        try (var out = new JarOutputStream(Files.newOutputStream(sourcesJar))) {
            out.putNextEntry(new JarEntry("far/Ground.java"));
            out.write(Files.readAllBytes(source));
        }
        loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null);
    }

    private Optional<String> text(String signature) {
        return DocComments.of(signature, loader, List.of("far.*"))
                .map(each -> each.text().strip().replaceAll("\\s+", " "));
    }

    @Nested
    @DisplayName("of a library whose sources lie beside it, as Maven puts them,")
    class Library {
        @BeforeEach
        void make() throws IOException {
            library(folder.resolve("ground-1-sources.jar"));
        }

        @Test
        @DisplayName("are found for types, constructors, fields, constants and methods, overloads told apart")
        void all() {
            assertEquals(
                    Optional.of("What one stands on. @param <T> its material"),
                    text("far.Ground<T extends Comparable<T>>"));
            assertEquals(Optional.of("How far {@code it} goes."), text("far.Ground<T extends Comparable<T>>.END:int"));
            assertEquals(Optional.of("A ground of some size."), text("far.Ground<T>(int size)"));
            assertEquals(
                    Optional.of("Digs *deep*, see `[T]`. @param tools any"),
                    text("void far.Ground<T>.dig(List<? extends T> tools, int... depths)"));
            assertEquals(Optional.empty(), text("void far.Ground<T>.dig(String no)"));
            assertEquals(Optional.of("Inner."), text("far.Ground.Kind"));
            assertEquals(Optional.of("Soft one."), text("far.Ground.Kind.SAND"));
            assertEquals(Optional.empty(), text("far.Ground.Kind.ROCK"));
        }

        @Test
        @DisplayName("are found by names as cells import them")
        void imported() {
            assertEquals(Optional.of("Inner."), text("Ground.Kind"));
            assertEquals(
                    Optional.of("Inner."),
                    DocComments.of("Kind", loader, List.of("far.Ground.Kind"))
                            .map(DocComment::text)
                            .map(String::strip));
            assertEquals(Optional.empty(), DocComments.of("Kind", loader, List.of("far.Ground.Other")));
        }

        @Test
        @DisplayName("tell what a method overrides where it says nothing itself")
        void inherited() {
            assertEquals(
                    Optional.of("Counts steps."), text("int far.Ground<T>.Way.steps(Map.Entry<String,int[]>[] where)"));
        }

        @Test
        @DisplayName("of a record tell what its constructor takes and its components are")
        void records() {
            assertTrue(text("far.Ground.Place(String name, int depth)")
                    .orElseThrow()
                    .startsWith("A place."));
            assertTrue(text("far.Ground.Spot(int n)(int n)").orElseThrow().startsWith("A spot."));
            assertEquals(
                    Optional.of("Checks both."),
                    text("far.Ground.Place(String name, int depth)(String name, int depth)"));
            assertEquals(
                    Optional.of("how deep, in metres"), text("int far.Ground.Place(String name, int depth).depth()"));
        }

        @Test
        @DisplayName("are known to be Markdown or HTML")
        void kinds() {
            assertFalse(DocComments.of("far.Ground.Kind", loader, List.of())
                    .orElseThrow()
                    .markdown());
            assertTrue(DocComments.of("far.Ground.Place", loader, List.of())
                    .orElseThrow()
                    .markdown());
            assertTrue(DocComments.of("void far.Ground.dig(List tools, int[] depths)", loader, List.of())
                    .orElseThrow()
                    .markdown());
        }
    }

    @Test
    @DisplayName(
            "of a library whose sources lie in a folder `sources` near it are found too, as the launcher puts them")
    void folderOfSources() throws IOException {
        library(folder.resolve("sources").resolve("ground-1-sources.jar"));
        assertEquals(Optional.of("Inner."), text("far.Ground.Kind"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"org.vitrina.show.Walk<S>", "Walk", "org.vitrina.tokenize.BpeTokenizer", "Evaluator"})
    @DisplayName("of this library are in its own jar")
    void own(String signature) {
        Optional<DocComment> found = DocComments.of(
                signature,
                DocCommentsTests.class.getClassLoader(),
                List.of("org.vitrina.show.*", "org.vitrina.kernel.*"));
        assertTrue(found.orElseThrow().markdown());
    }

    @Test
    @DisplayName("are nothing where there is no source, no such class, or something odd")
    void nothing() throws IOException {
        loader = new URLClassLoader(new URL[0], null);
        for (String signature : List.of("java.lang.String", "no.Such", "", ":", "(", "a b c", "..", "f()", "<", "x(")) {
            assertEquals(Optional.empty(), text(signature), signature);
        }
    }
}
