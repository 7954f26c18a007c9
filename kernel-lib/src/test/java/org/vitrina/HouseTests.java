package org.vitrina;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Holds the code to the table of rooms in `docs/architecture.md`.
@DisplayName("The house")
class HouseTests {
    /// The rooms by row, from the ground up. Those without a class yet are waiting for theirs.
    private static final List<List<String>> ROWS = List.of(
            List.of("show"),
            List.of("tensor", "autograd", "interact"),
            List.of("tokenize", "transformer", "quantize", "file"),
            List.of("train", "feedback", "generate", "chat"),
            List.of("evaluate", "arena", "prompt", "context", "hardware", "precision", "lesson"),
            List.of("kernel", "cli"));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.vitrina");

    @Test
    @DisplayName("has rows, and a lower row never imports a higher one")
    void rows() {
        LayeredArchitecture house = layeredArchitecture().consideringOnlyDependenciesInLayers();
        for (int row = 0; row < ROWS.size(); row++)
            house = house.optionalLayer("row " + row)
                    .definedBy(ROWS.get(row).stream()
                            .map(room -> "org.vitrina." + room + "..")
                            .toArray(String[]::new));
        for (int row = 1; row < ROWS.size(); row++) {
            var higher = new ArrayList<String>();
            for (int above = row + 1; above < ROWS.size(); above++) higher.add("row " + above);
            house = higher.isEmpty()
                    ? house.whereLayer("row " + row).mayNotBeAccessedByAnyLayer()
                    : house.whereLayer("row " + row).mayOnlyBeAccessedByLayers(higher.toArray(String[]::new));
        }
        house.check(CLASSES);
    }

    @Test
    @DisplayName("has no two rooms that need each other")
    void noCycles() {
        slices().matching("org.vitrina.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    @DisplayName("needs JUnit for nothing but testing with it: a notebook has none")
    void junit() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.vitrina.evaluate.junit..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.junit..", "org.opentest4j..", "org.vitrina.evaluate.junit..")
                .check(CLASSES);
    }

    @Test
    @DisplayName("has only the rooms of the table: a new one is given its row there and here")
    void onlyTheseRooms() {
        List<String> known = ROWS.stream().flatMap(List::stream).toList();
        SortedSet<String> unknown = new TreeSet<>();
        CLASSES.forEach(type -> {
            String[] parts = type.getPackageName().split("\\.");
            if (parts.length < 3 || !known.contains(parts[2])) unknown.add(type.getPackageName());
        });
        assertEquals(new TreeSet<>(), unknown);
        assertFalse(CLASSES.isEmpty());
    }

    @Test
    @DisplayName("says at the door of every room what happens there: package-info.java")
    void everyRoomSaysWhatItIs() throws IOException {
        Path sources = Path.of("src", "main", "java");
        List<Path> without = new ArrayList<>();
        try (var files = Files.walk(sources)) {
            for (Path folder : files.filter(Files::isDirectory).toList()) {
                Path info = folder.resolve("package-info.java");
                boolean hasJava;
                try (var inside = Files.list(folder)) {
                    hasJava = inside.anyMatch(file -> file.toString().endsWith(".java"));
                }
                if (hasJava && !(Files.exists(info) && Files.readString(info).startsWith("///"))) without.add(folder);
            }
        }
        assertEquals(List.of(), without);
    }
}
