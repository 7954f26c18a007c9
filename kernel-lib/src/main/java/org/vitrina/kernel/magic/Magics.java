package org.vitrina.kernel.magic;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The magics there are.
public final class Magics {
    private static final Map<String, Magic> OF_LINES = named(
            ClassPathMagics.ALL.stream(),
            MavenMagics.ALL.stream().filter(magic -> !magic.ofCell()),
            KernelMagics.OF_LINES.stream());
    private static final Map<String, Magic> OF_CELLS =
            named(MavenMagics.ALL.stream().filter(Magic::ofCell), KernelMagics.OF_CELLS.stream());

    /// IJava's longer names.
    private static final Map<String, String> ALIASES =
            Map.of("addMavenDependencies", "maven", "addMavenDependency", "maven", "addMavenRepo", "mavenRepo");

    private static final Set<String> LINE_NAMES = Stream.concat(OF_LINES.keySet().stream(), ALIASES.keySet().stream())
            .collect(Collectors.toUnmodifiableSet());

    private Magics() {}

    @SafeVarargs
    private static Map<String, Magic> named(Stream<Magic>... magics) {
        var named = new LinkedHashMap<String, Magic>();
        Stream.of(magics).flatMap(each -> each).forEach(magic -> named.put(magic.name(), magic));
        return named;
    }

    /// Returns the names of the magics that stand on a line, IJava's longer ones among them.
    public static Set<String> lineNames() {
        return LINE_NAMES;
    }

    /// @throws MagicException if there is no such magic
    public static void check(String name, boolean ofCell) throws MagicException {
        find(name, ofCell);
    }

    /// Calls a magic and returns its value, or null.
    ///
    /// @throws MagicException if there is no such magic, or it cannot do what it was asked to
    public static Object call(String name, boolean ofCell, MagicCall call) throws Exception {
        return find(name, ofCell).action().call(call);
    }

    private static Magic find(String name, boolean ofCell) throws MagicException {
        Magic magic = ofCell ? OF_CELLS.get(name) : OF_LINES.get(ALIASES.getOrDefault(name, name));
        if (magic != null) {
            return magic;
        }
        String mark = ofCell ? "%%" : "%";
        if ((ofCell ? OF_LINES : OF_CELLS).containsKey(name)) {
            throw new MagicException("%s is written with %s: %s%s"
                    .formatted(
                            name, ofCell ? "one %" : "two %%, at the beginning of a cell", ofCell ? "%" : "%%", name));
        }
        Optional<String> near = Spelling.nearest(name, (ofCell ? OF_CELLS : OF_LINES).keySet());
        throw new MagicException("there is no magic " + mark + name
                + near.map(meant -> "; did you mean " + mark + meant + "?").orElse(";") + " %lsmagic lists them all");
    }

    static String list() {
        return "Magics of a line:  "
                + OF_LINES.keySet().stream().map(name -> "%" + name).collect(Collectors.joining("  "))
                + "\nMagics of a cell:  "
                + OF_CELLS.keySet().stream().map(name -> "%%" + name).collect(Collectors.joining("  "))
                + "\n%help says what each does.\n";
    }

    static List<Magic> all() {
        return Stream.concat(OF_LINES.values().stream(), OF_CELLS.values().stream())
                .toList();
    }
}
