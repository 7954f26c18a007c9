package org.vitrina.kernel.path;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The places on a class path, and which package is in which of them.
final class ClassPath {
    private final Map<Path, Place> places = new LinkedHashMap<>();
    private final List<Place> folders = new ArrayList<>();
    private final Map<String, List<Place>> jars = new HashMap<>();

    /// @param position its place on the path
    private record Place(int position, ClassFolder folder) {}

    /// @param index says what is in jars without opening them
    ClassPath(String paths, FileIndex index) {
        add(paths, index);
    }

    /// Adds what is not there yet, behind the rest.
    final synchronized void add(String paths, FileIndex index) {
        Arrays.stream(paths.split(File.pathSeparator))
                .filter(path -> !path.isEmpty())
                .forEach(path -> add(Path.of(path).toAbsolutePath().normalize(), index));
    }

    private void add(Path path, FileIndex index) {
        if (places.containsKey(path)) {
            return;
        }
        ClassFolder.of(path).ifPresent(found -> {
            var place = new Place(places.size(), found);
            places.put(path, place);
            switch (found) {
                case ClassFolder.Folder _ -> folders.add(place);
                case ClassFolder.Jar jar -> add(jar, place, index);
            }
        });
    }

    private void add(ClassFolder.Jar jar, Place place, FileIndex index) {
        Collection<String> packages = index.packages(jar.file().getFileName().toString());
        try {
            for (String each : packages.isEmpty() ? jar.packages() : packages) {
                jars.computeIfAbsent(each, _ -> new ArrayList<>()).add(place);
            }
            if (packages.isEmpty()) {
                jar.furtherPaths().forEach(path -> add(path.toAbsolutePath().normalize(), index));
            }
        } catch (IOException e) {
            // no jar after all; neither javac nor the class loader says anything about it
            places.remove(jar.file());
        }
    }

    /// Returns the class files of a package, the first on the path where two are of one name.
    synchronized List<ClassFileObject> list(String packageName) throws IOException {
        List<Place> holders = jars.getOrDefault(packageName, List.of());
        if (!folders.isEmpty()) {
            holders = Stream.concat(holders.stream(), folders.stream())
                    .sorted(Comparator.comparingInt(Place::position))
                    .toList();
        }
        var found = new LinkedHashMap<String, ClassFileObject>();
        for (Place place : holders) {
            for (String name : place.folder().classes(packageName)) {
                found.computeIfAbsent(
                        packageName.isEmpty() ? name : packageName + "." + name,
                        binary -> new ClassFileObject(place.folder(), binary));
            }
        }
        return List.copyOf(found.values());
    }

    /// Returns the jars on the path.
    synchronized List<ClassFolder.Jar> jars() {
        return places.values().stream()
                .map(Place::folder)
                .filter(ClassFolder.Jar.class::isInstance)
                .map(ClassFolder.Jar.class::cast)
                .toList();
    }
}
