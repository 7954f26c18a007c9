package org.vitrina.cli;

/// How one gets what is missing, by the machine's package manager.
enum Remedy {
    JDK(
            "openjdk-25-jdk",
            "java-25-openjdk-devel",
            "--cask temurin@25",
            "EclipseAdoptium.Temurin.25.JDK",
            "https://adoptium.net"),
    MAVEN("maven", "maven", "maven", null, "https://maven.apache.org/download.cgi"),
    FONTS(
            "fontconfig fonts-dejavu-core",
            "fontconfig dejavu-sans-fonts",
            null,
            null,
            "a package with fontconfig and a font"),
    CHROMIUM(
            "chromium",
            "chromium",
            "--cask chromium",
            "Google.Chrome",
            "https://www.chromium.org/getting-involved/download-chromium"),
    JUPYTER("jupyterlab", "jupyterlab", "jupyterlab", null, "pip install jupyterlab");

    private final String apt;
    private final String dnf;
    private final String brew;
    private final String winget;
    private final String otherwise;

    Remedy(String apt, String dnf, String brew, String winget, String otherwise) {
        this.apt = apt;
        this.dnf = dnf;
        this.brew = brew;
        this.winget = winget;
        this.otherwise = otherwise;
    }

    /// Returns a command that installs it on `machine`, or where to get it.
    String on(Machine machine) {
        String command = null;
        if (machine.isWindows()) command = prefixed("winget install ", winget);
        else if (machine.isMac()) command = prefixed("brew install ", brew);
        else if (machine.program("apt-get").isPresent()) command = prefixed("apt-get install ", apt);
        else if (machine.program("dnf").isPresent()) command = prefixed("dnf install ", dnf);
        if (this == JUPYTER) return otherwise;
        return command == null ? otherwise : this == JDK ? command + ", or " + otherwise : command;
    }

    private static String prefixed(String command, String packages) {
        return packages == null ? null : command + packages;
    }
}
