package org.vitrina.cli;

import java.nio.file.Path;

/// Where the project's own files are, whatever folder a command is started in.
final class Project {
    private Project() {}

    /// Returns the project's folder, as the launcher gives it in the property `vitrina.home`; without a launcher the
    /// folder that the JVM was started in. It is empty, so that paths stay short, where both are the same.
    static Path home() {
        Path here = Path.of("").toAbsolutePath().normalize();
        Path home =
                Path.of(System.getProperty("vitrina.home", "")).toAbsolutePath().normalize();
        return home.equals(here) ? Path.of("") : home;
    }
}
