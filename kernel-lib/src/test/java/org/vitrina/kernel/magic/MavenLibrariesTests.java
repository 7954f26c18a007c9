package org.vitrina.kernel.magic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Libraries from Maven repositories")
class MavenLibrariesTests {
    @TempDir
    Path folder;

    private Path repository;
    private MavenLibraries maven;

    /// A repository with `one:app:1`, which needs `one:base:2`, and a settings.xml in which a mirror sends
    /// everything there.
    @BeforeEach
    void repository() throws IOException {
        repository = folder.resolve("repository");
        publish("one", "base", "2", "");
        publish(
                "one",
                "app",
                "1",
                "<dependency><groupId>one</groupId><artifactId>base</artifactId><version>2</version></dependency>");
        maven = maven("<mirrors><mirror><id>here</id><mirrorOf>*</mirrorOf><url>" + repository.toUri()
                + "</url></mirror></mirrors>");
    }

    private MavenLibraries maven(String settings) throws IOException {
        Path file = Files.writeString(folder.resolve("settings.xml"), "<settings>" + settings + "</settings>");
        return new MavenLibraries(Optional.of(file), Optional.of(folder.resolve("local")));
    }

    private void publish(String group, String name, String version, String dependencies) throws IOException {
        Path home =
                Files.createDirectories(repository.resolve(group).resolve(name).resolve(version));
        Files.writeString(home.resolve(name + "-" + version + ".pom"), project(group, name, version, dependencies));
        try (var jar = new JarOutputStream(Files.newOutputStream(home.resolve(name + "-" + version + ".jar")))) {
            jar.putNextEntry(new JarEntry(name + ".txt"));
        }
    }

    private static String project(String group, String name, String version, String dependencies) {
        return "<project><modelVersion>4.0.0</modelVersion><groupId>" + group + "</groupId><artifactId>" + name
                + "</artifactId><version>" + version + "</version><dependencies>" + dependencies
                + "</dependencies></project>";
    }

    private static List<String> names(List<Path> jars) {
        return jars.stream().map(jar -> jar.getFileName().toString()).sorted().toList();
    }

    @Test
    @DisplayName("come with all that they need, through the mirror of settings.xml")
    void resolve() throws Exception {
        List<Path> jars = maven.resolve(List.of("one:app:1"));
        assertEquals(List.of("app-1.jar", "base-2.jar"), names(jars));
        assertTrue(jars.stream().allMatch(jar -> jar.startsWith(folder.resolve("local"))), jars.toString());
    }

    @Test
    @DisplayName("come from a repository that was added")
    void added() throws Exception {
        // a mirror of central only, which leads nowhere
        maven = maven("<mirrors><mirror><id>nowhere</id><mirrorOf>central</mirrorOf><url>"
                + folder.resolve("nowhere").toUri() + "</url></mirror></mirrors>");
        assertThrows(MagicException.class, () -> maven.resolve(List.of("one:base:2")));
        maven.addRepository("mine", repository.toUri().toString());
        // a new folder: the old one remembers what was not found
        assertEquals(List.of("base-2.jar"), names(maven.resolve(List.of("one:base:2"))));
    }

    @Test
    @DisplayName("that a pom.xml names are those of the scopes asked for, its properties worked in")
    void pom() throws Exception {
        String pom = Poms.complete("<properties><v>1</v></properties><dependencies>"
                + "<dependency><groupId>one</groupId><artifactId>app</artifactId><version>${v}</version></dependency>"
                + "<dependency><groupId>one</groupId><artifactId>missing</artifactId><version>1</version><scope>test</scope></dependency>"
                + "</dependencies>");
        assertEquals(List.of("app-1.jar", "base-2.jar"), names(maven.resolvePom(pom, List.of("compile", "runtime"))));
    }

    @Test
    @DisplayName("may be named by a lone dependency")
    void lone() throws Exception {
        String pom = Poms.complete(
                "<dependency><groupId>one</groupId><artifactId>base</artifactId><version>2</version></dependency>");
        assertEquals(List.of("base-2.jar"), names(maven.resolvePom(pom, List.of("compile"))));
    }

    @Test
    @DisplayName("that are not there give an error that says where they were looked for and what to do")
    void missing() {
        var error = assertThrows(MagicException.class, () -> maven.resolve(List.of("one:nothing:1")));
        assertTrue(error.getMessage().contains("one:nothing"), error.getMessage());
        assertTrue(error.getMessage().contains("here (file:"), error.getMessage());
        assertTrue(error.getMessage().contains("settings.xml"), error.getMessage());
    }

    @Test
    @DisplayName("must be named as group:artifact:version")
    void coordinates() {
        var error = assertThrows(MagicException.class, () -> maven.resolve(List.of("just-a-name")));
        assertTrue(error.getMessage().contains("group:artifact:version"), error.getMessage());
        var wrong = assertThrows(MagicException.class, () -> maven.addRepository("x", "ftp://example.org"));
        assertTrue(wrong.getMessage().contains("begins with https: or file:"), wrong.getMessage());
    }
}
