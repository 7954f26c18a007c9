package org.vitrina.kernel.magic;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `%maven`, `%mavenRepo` and `%loadFromPOM`: libraries from Maven repositories.
final class MavenMagics {
    private static final List<String> SCOPES = List.of("compile", "runtime", "provided", "test", "system", "import");

    static final List<Magic> ALL = List.of(
            Magic.line(
                    "maven",
                    "group:artifact:version …",
                    "Fetches libraries with all that they need, and lets cells use them.",
                    MavenMagics::maven),
            Magic.line(
                    "mavenRepo",
                    "id url",
                    "Adds a Maven repository to look in, after those of settings.xml.",
                    MavenMagics::repository),
            Magic.line(
                    "loadFromPOM",
                    "pom.xml [scope …]",
                    "Fetches the dependencies that a pom.xml names (scopes: compile, runtime unless named).",
                    call -> fromPom(call, call.someArguments("%loadFromPOM pom.xml [scope …]"), null)),
            Magic.cell(
                    "loadFromPOM",
                    "[scope …]",
                    "Fetches the dependencies that the XML in this cell names.",
                    call -> fromPom(call, call.arguments(), call.body())));

    private MavenMagics() {}

    private static Object maven(MagicCall call) throws Exception {
        var coordinates = new ArrayList<String>();
        for (String argument : call.someArguments("%maven group:artifact:version …")) {
            if (!argument.startsWith("-")) {
                coordinates.add(argument);
            }
        }
        return use(call, call.kernel().maven().resolve(coordinates));
    }

    private static Object repository(MagicCall call) throws Exception {
        List<String> arguments = call.arguments();
        if (arguments.size() != 2) {
            throw new MagicException("a repository has a name and an address: %mavenRepo id url");
        }
        call.kernel().maven().addRepository(arguments.get(0), arguments.get(1));
        return null;
    }

    private static Object fromPom(MagicCall call, List<String> arguments, String body) throws Exception {
        var scopes = new ArrayList<String>();
        Path pom = null;
        for (String argument : arguments) {
            if (SCOPES.contains(argument)) {
                scopes.add(argument);
            } else if (body == null && pom == null) {
                pom = Path.of(argument).toAbsolutePath().normalize();
            } else {
                throw new MagicException("'" + argument + "' is no scope; there are " + String.join(", ", SCOPES));
            }
        }
        if (body == null && (pom == null || !Files.isRegularFile(pom))) {
            throw new MagicException("there is no file " + pom);
        }
        MavenLibraries maven = call.kernel().maven();
        List<String> wanted = scopes.isEmpty() ? List.of("compile", "runtime") : scopes;
        return use(call, body == null ? maven.resolvePom(pom, wanted) : maven.resolvePom(Poms.complete(body), wanted));
    }

    private static Object use(MagicCall call, List<Path> jars) {
        call.kernel().addToClassPath(jars);
        for (Path jar : jars) {
            OwnLibraries.insteadOf(jar)
                    .ifPresent(own -> call.kernel()
                            .print("Note: %s was asked for, but the kernel's own %s is used.\n"
                                    .formatted(jar.getFileName(), own)));
        }
        return jars.stream().map(Path::toString).toList();
    }
}
