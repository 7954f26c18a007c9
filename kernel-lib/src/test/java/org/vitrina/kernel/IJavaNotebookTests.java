package org.vitrina.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.spi.ToolProvider;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrina.kernel.Cells.Ran;
import org.vitrina.kernel.magic.MavenLibraries;
import org.vitrina.kernel.notebook.Cell.Code;
import org.vitrina.kernel.notebook.Notebook;

/// The notebooks are written as IJava's documentation
/// ([magics](https://github.com/SpencerPark/IJava/blob/master/docs/magics.md),
/// [display](https://github.com/SpencerPark/IJava/blob/master/docs/display.md)) and the chapters of
/// [d2l-java](https://github.com/deepjavalibrary/d2l-java) write theirs. Libraries come from a Maven repository that
/// each test publishes, so that none waits for a network.
@DisplayName("A notebook that was written for IJava")
class IJavaNotebookTests {
    private static final Path NOTEBOOKS = Path.of("src/test/resources/notebooks/ijava");

    @TempDir
    private Path folder;

    private Path repository;
    private Cells cells;

    @BeforeEach
    void start() throws IOException {
        repository = folder.resolve("repository");
        publish(
                "greeter",
                "package shop; public class Greeter { public static String greet(String who)"
                        + " { return \"hello, \" + who; } }");
        publish("basket", "package shop; public class Basket { public int size() { return 0; } }");
        publish("till", "package shop; public class Till { public static boolean open() { return true; } }");
        publish("shelf", "package shop; public class Shelf { public static int height() { return 180; } }");
        publish("plots", """
                package shop.plots;
                public record Plot(java.util.List<Float> values) {
                    public Plot { values = java.util.List.copyOf(values); }
                    public String asJavascript() { return "plot(" + values.size() + ")"; }
                }""");
        Path settings = Files.writeString(
                folder.resolve("settings.xml"),
                "<settings><mirrors><mirror><id>here</id><mirrorOf>central</mirrorOf><url>"
                        + folder.resolve("nothing").toUri() + "</url></mirror></mirrors></settings>");
        var maven = new MavenLibraries(Optional.of(settings), Optional.of(folder.resolve("local")));
        cells = new Cells(new Evaluator(EvaluatorOptions.defaults(), maven));
    }

    @AfterEach
    void stop() {
        cells.close();
    }

    /// Publishes `shop:NAME:1`, a jar with one class.
    private void publish(String name, String source) throws IOException {
        Path home =
                Files.createDirectories(repository.resolve("shop").resolve(name).resolve("1"));
        jar(home.resolve(name + "-1.jar"), source);
        Files.writeString(
                home.resolve(name + "-1.pom"),
                "<project><modelVersion>4.0.0</modelVersion><groupId>shop</groupId><artifactId>" + name
                        + "</artifactId><version>1</version></project>");
    }

    private void jar(Path jar, String source) throws IOException {
        Path classes = Files.createTempDirectory(folder, "classes");
        compile(source, classes);
        Files.createDirectories(jar.getParent());
        try (var out = new JarOutputStream(Files.newOutputStream(jar));
                var files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(
                        new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
                out.write(Files.readAllBytes(file));
            }
        }
    }

    private void compile(String source, Path classes) throws IOException {
        String name = source.replaceFirst("(?s).*?\\b(?:class|record) (\\w+).*", "$1");
        Path file =
                Files.writeString(Files.createTempDirectory(folder, "source").resolve(name + ".java"), source);
        int code = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(System.out, System.err, "-d", classes.toString(), file.toString());
        assertEquals(0, code);
    }

    /// Runs the notebook's cells of code; each must run to its end.
    private Iterator<Ran> run(String notebook) throws IOException {
        var ran = new ArrayList<Ran>();
        for (var cell : Notebook.parse(notebook, read(notebook)).cells()) {
            if (cell instanceof Code code) {
                Ran each = cells.run(code.source());
                each.value();
                ran.add(each);
            }
        }
        return ran.iterator();
    }

    private String read(String name) throws IOException {
        return Files.readString(NOTEBOOKS.resolve(name))
                .replace("@REPOSITORY@", repository.toUri().toString())
                .replace("@FOLDER@", folder.toString().replace('\\', '/'));
    }

    private static void nothing(Ran ran) {
        assertEquals(List.of(), ran.outputs());
    }

    @Test
    @DisplayName("uses its magics: on a line, above a cell, for a variable's value, by its longer names, its own")
    void magics() throws IOException {
        jar(
                folder.resolve("lib/distance.jar"),
                "package far; public class Distance { public static String ROAD = \"a long way\"; }");
        compile(
                "package near; public class Place { public static String NAME = \"here\"; }",
                folder.resolve("classes"));
        Files.writeString(folder.resolve("tools.java"), "int loaded = 5;\nint triple(int n) { return 3 * n; }\n");
        Files.writeString(folder.resolve("helpers.ipynb"), """
                {"nbformat": 4, "cells": [
                 {"cell_type": "code", "source": ["%maven shop:greeter:1\\n", "%load @/tools\\n", "int a = triple(2);"]},
                 {"cell_type": "code", "source": "String helped = a + \\" \\";"}]}""".replace(
                        "@", folder.toString().replace("\\", "\\\\")));
        Files.writeString(folder.resolve("pom.xml"), """
                <project><modelVersion>4.0.0</modelVersion><groupId>g</groupId><artifactId>a</artifactId><version>1</version>
                <repositories><repository><id>s</id><url>%s</url></repository></repositories>
                <dependencies><dependency><groupId>shop</groupId><artifactId>shelf</artifactId><version>1</version>
                </dependency></dependencies></project>""".formatted(repository.toUri()));

        Iterator<Ran> ran = run("magics.ipynb");
        assertEquals("hello, cell", ran.next().text());
        assertEquals("1 jar, a long way", ran.next().text());
        assertEquals("here", ran.next().text());
        assertEquals("0", ran.next().text());
        assertEquals("42", ran.next().text());
        assertEquals("6 hello, helper", ran.next().text());
        nothing(ran.next());
        assertEquals("true", ran.next().text());
        nothing(ran.next());
        assertEquals("180", ran.next().text());
        assertTrue(ran.next().stdout().startsWith("Time: "));
        assertEquals("[" + folder.resolve("lib/distance.jar") + "]", ran.next().text());
        assertEquals("17", ran.next().text());
        nothing(ran.next());
        assertEquals("[from a shell]", ran.next().text());
        nothing(ran.next());
        assertEquals("HELLO", ran.next().text());
        assertEquals("3", ran.next().displays().getFirst().text());
        assertFalse(ran.hasNext());
    }

    @Test
    @DisplayName(
            "shows what it wants as it wants: texts as HTML, updates, types of its own, objects that render themselves")
    void display() throws IOException {
        Files.writeString(folder.resolve("tools.java"), "int loaded = 5;\nint triple(int n) { return 3 * n; }\n");

        Iterator<Ran> ran = run("display.ipynb");
        var bold = ran.next().displays().getFirst().forms();
        assertEquals(List.of("text/plain", "text/html", "text/markdown"), List.copyOf(bold.keySet()));
        assertEquals("<b>bold</b>", bold.get("text/html"));
        assertEquals(
                "console.log('shown')", ran.next().displays().getFirst().forms().get("application/javascript"));
        Ran countdown = ran.next();
        List<Output.Update> updates = countdown.outputs().stream()
                .filter(Output.Update.class::isInstance)
                .map(Output.Update.class::cast)
                .toList();
        assertEquals(
                List.of("<i>2 left</i>", "<i>1 left</i>", "<i>0 left</i>"),
                updates.stream().map(each -> each.data().html().orElseThrow()).toList());
        assertEquals("<b>gone</b>", countdown.html());
        assertEquals("as **Markdown**", ran.next().result().forms().get("text/markdown"));
        assertEquals(
                List.of("text/plain"),
                List.copyOf(ran.next().displays().getFirst().forms().keySet()));
        assertEquals("6", ran.next().text());
        assertEquals("15", ran.next().text());
        Ran dot = ran.next();
        var jpeg = ImageIO.read(new java.io.ByteArrayInputStream(
                (byte[]) dot.displays().getFirst().forms().get("image/jpeg")));
        assertEquals(3, jpeg.getHeight());
        assertTrue(dot.result().forms().containsKey("image/png"));
        nothing(ran.next());
        assertEquals("<b>21.5 °C</b>", ran.next().html());
        assertEquals("**4.0**", ran.next().displays().getFirst().forms().get("text/markdown"));
        assertEquals("<hr>", ran.next().html());
        assertEquals("<u>rich</u>", ran.next().html());
        assertEquals("7 of nine\n", ran.next().stdout());
        Ran named = ran.next();
        assertEquals("by its whole name", named.displays().getFirst().text());
        assertEquals("42", named.text());
        assertFalse(ran.hasNext());
    }

    @Test
    @DisplayName(
            "in the manner of d2l-java loads what its chapters share, reads a table, trains and shows a growing plot")
    void chapter() throws IOException {
        Path utils = Files.createDirectories(folder.resolve("utils"));
        for (String name : List.of("imports.ipynb", "plot-utils.ipynb", "Accumulator.java", "StopWatch.java")) {
            Files.writeString(utils.resolve(name), read(name));
        }

        Iterator<Ran> ran = run("chapter.ipynb");
        nothing(ran.next());
        nothing(ran.next());
        nothing(ran.next());
        assertTrue(ran.next().html().contains("178,100"));
        Ran inputs = ran.next();
        assertTrue(inputs.text().contains("Alley") && !inputs.text().contains("Price"), inputs.text());
        assertTrue(ran.next().html().contains("Alley_Pave"));
        nothing(ran.next());
        nothing(ran.next());
        Ran trained = ran.next();
        assertTrue(trained.stdout().contains("epoch 5, loss 0.000"), trained.stdout());
        assertEquals(
                "<div id=\"plot\">plot(1)</div>\n",
                trained.displays().getFirst().html().orElseThrow());
        assertEquals(
                "<div id=\"plot\">plot(5)</div>\n",
                trained.outputs().stream()
                        .filter(Output.Update.class::isInstance)
                        .map(each -> ((Output.Update) each).data().html().orElseThrow())
                        .reduce((_, last) -> last)
                        .orElseThrow());
        assertTrue(ran.next().stdout().contains("estimating b: "));
        assertFalse(ran.hasNext());
    }

    @Test
    @DisplayName("is told of an error in the words that it was written with")
    void errors() {
        String trace = cells.run("List<String> a = %jars /no/such/folder/*.jar\nint b = a.wrong();")
                .trace();
        assertTrue(trace.contains("nothing matches /no/such/folder/*.jar"), trace);
        cells.run("int ran = 0;");
        trace = cells.run("ran = 1;\nString a = %shuot hello").trace();
        assertTrue(trace.contains("there is no magic %shuot"), trace);
        assertEquals(0, cells.run("ran").value());
        trace = cells.run("List<String> a = %time List.of()\nint b = a.wrong();")
                .trace();
        assertTrue(trace.contains("line 2") && trace.contains("cannot find symbol: method wrong()"), trace);
    }
}
