package org.vitrina.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Stands in the list of commands for `./vitrina test`, which the launcher itself carries out: the tests need Maven
/// and the sources, and no JVM around them.
@Command(name = "test", description = "Runs all tests and checks (the launcher calls mvn verify).")
final class TestCommand implements Callable<Integer> {
    @Parameters(arity = "0..*", hidden = true)
    private List<String> options = List.of();

    @Override
    public Integer call() {
        throw new IllegalStateException("the tests are run by the launcher, in the project's folder: ./vitrina test "
                + String.join(" ", options));
    }
}
