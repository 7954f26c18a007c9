package org.vitrina.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrina.kernel.CellParts.Part;

@DisplayName("A magic")
class MagicTests {
    private static Cells cells;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        cells = new Cells();
    }

    @AfterAll
    static void stop() {
        cells.close();
    }

    @Nested
    @DisplayName("is told from Java:")
    class Recognized {
        private final Set<String> known = Set.of("time", "maven");

        private List<String> kinds(String source) {
            return CellParts.of(source, known).parts().stream()
                    .map(part -> switch (part) {
                        case Part.Code(int from, int to) ->
                            "code " + source.substring(from, to).strip();
                        case Part.Magic magic -> (magic.ofCell() ? "%%" : "%") + magic.name() + " " + magic.argument();
                    })
                    .toList();
        }

        @Test
        @DisplayName("lines that begin with %, before, between and after Java")
        void lines() {
            assertEquals(
                    List.of("%maven a:b:1", "code int x = 1;", "%time x", "code x"),
                    kinds("%maven a:b:1\nint x = 1;\n%time x\nx"));
        }

        @Test
        @DisplayName("not a remainder, a text block, a comment, something in brackets")
        void java() {
            for (String source : List.of(
                    "int a = b\n%c;",
                    "var t = \"\"\"\n%time x\n\"\"\";",
                    "/*\n%time x\n*/",
                    "foo(a\n%time\n);",
                    "String s = \"%time\";")) {
                assertEquals(List.of("code " + source), kinds(source), source);
            }
        }

        @Test
        @DisplayName("a whole cell that begins with %%")
        void cell() {
            assertEquals(List.of("%%html "), kinds("%%html\n<b>%time</b>\n"));
        }
    }

    @Test
    @DisplayName("that there is not names the nearest that there is, and nothing of the cell runs")
    void unknown() {
        cells.run("int ran = 0;");
        var error = cells.run("ran = 1;\n%mavn a:b:1").error();
        assertTrue(error.message().contains("there is no magic %mavn; did you mean %maven?"), error.message());
        assertEquals(0, cells.run("ran").value());
        assertTrue(cells.run("%html x").error().message().contains("is written with two %"));
    }

    @Test
    @DisplayName("%time and %%time run code, show its value and say how long it took")
    void time() {
        var ran = cells.run("%time int six = 6; six * 7");
        assertEquals("42", ran.text());
        assertTrue(ran.stdout().matches("Time: [\\d.]+ (µs|ms|s)\n"), ran.stdout());
        assertEquals("6", cells.run("%%time\nint z = six;\nz").text());
        assertTrue(cells.run("%%time\nint z = \"a\";").trace().contains("line 2"));
    }

    @Test
    @DisplayName("%%html and %%markdown show the cell")
    void shown() {
        assertEquals(
                "<b>bold</b>",
                cells.run("%%html\n<b>bold</b>").displays().getFirst().html().orElseThrow());
        assertEquals(
                "# title",
                cells.run("%%markdown\n# title").displays().getFirst().forms().get("text/markdown"));
    }

    @Test
    @DisplayName("%classpath and %jars let cells use classes from a jar or a folder")
    void classPath() throws Exception {
        Path source = Files.writeString(
                folder.resolve("Greeter.java"),
                "package far; public class Greeter { public static String greet() { return \"hello\"; } }");
        Path classes = folder.resolve("classes");
        var javac = ToolProvider.findFirst("javac").orElseThrow();
        assertEquals(0, javac.run(System.out, System.err, "-d", classes.toString(), source.toString()));
        Path jar = folder.resolve("greeter.jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("far/Greeter.class"));
            out.write(Files.readAllBytes(classes.resolve("far/Greeter.class")));
        }
        assertEquals(
                "hello",
                cells.run("%jars " + folder + "/*.jar\nfar.Greeter.greet()").text());
        try (var other = new Cells()) {
            assertEquals(
                    "hello",
                    other.run("%classpath " + classes + "\nimport far.*;\nGreeter.greet()")
                            .text());
        }
        assertTrue(cells.run("%jars /no/such/folder/*.jar").error().message().contains("nothing matches"));
        assertTrue(cells.run("%jars").error().message().contains("%jars path"));
    }

    @Test
    @DisplayName("%load runs a file of Java and the code cells of a notebook, whose errors name the file")
    void load() throws Exception {
        Path java = Files.writeString(
                folder.resolve("tools.java"), "int loaded = 5;\nint triple(int n) { return 3 * n; }\n");
        assertEquals("15", cells.run("%load " + java + "\ntriple(loaded)").text());
        Path notebook = Files.writeString(folder.resolve("other.ipynb"), """
                {"nbformat": 4, "cells": [{"cell_type": "markdown", "source": "x"},
                {"cell_type": "code", "source": ["int fromBook =\\n", " 9;"]}]}""");
        assertEquals(
                "9",
                cells.run("%load " + folder.resolve("other") + "\nfromBook").text());
        Path wrong = Files.writeString(folder.resolve("wrong.java"), "int ok = 1;\nint bad = true;\n");
        assertTrue(cells.run("%load " + wrong).trace().contains("wrong.java, line 2"));
        assertTrue(cells.run("%load nowhere").error().message().contains("there is no file"));
        Files.writeString(notebook, "[]");
        assertTrue(cells.run("%load " + notebook).error().message().contains("is not a notebook"));
    }

    @Test
    @DisplayName("%who lists the variables, %reset forgets them")
    void whoAndReset() {
        try (var own = new Cells()) {
            own.run("int counted = 3;\nString text = \"<b>\";");
            var shown = own.run("%who").displays().getFirst();
            assertEquals("int counted = 3\nString text = <b>", shown.text());
            assertTrue(shown.html().orElseThrow().contains("&lt;b&gt;"));
            own.run("%reset");
            assertEquals("CompileError", own.run("counted").error().name());
            assertEquals("7", own.run("int counted = 7; counted").text());
        }
    }

    @Test
    @DisplayName("%lsmagic and %help tell of all of them")
    void help() {
        String text = cells.run("%lsmagic\n%help").stdout();
        for (String name : List.of(
                "%maven",
                "%mavenRepo",
                "%classpath",
                "%jars",
                "%load",
                "%loadFromPOM",
                "%%loadFromPOM",
                "%time",
                "%%time",
                "%lsmagic",
                "%who",
                "%reset",
                "%help",
                "%%html",
                "%%markdown")) {
            assertTrue(text.contains(name), name);
        }
    }

    @Test
    @DisplayName("can be called from Java, as in IJava")
    void fromJava() throws Exception {
        Path java = Files.writeString(folder.resolve("more.java"), "int more = 8;");
        cells.run("lineMagic(\"load\", List.of(\"" + java + "\"));");
        assertEquals("8", cells.run("more").text());
    }
}
