package org.vitrina.cli;

import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Examines a machine for what Vitrina uses.
final class Doctor {
    static final int JAVA = 25;
    private static final long GIGABYTE = 1L << 30;

    private final Machine machine;
    private final JupyterFolders folders;

    Doctor(Machine machine) {
        this(machine, new JupyterFolders(machine, Path.of(System.getProperty("user.home")), System.getenv()));
    }

    Doctor(Machine machine, JupyterFolders folders) {
        this.machine = machine;
        this.folders = folders;
    }

    /// Returns all findings, the needed ones first. Programs are asked for their versions at the same time.
    List<Finding> examine() throws InterruptedException {
        List<Callable<Finding>> checks = List.of(
                this::jdk,
                this::compiler,
                this::maven,
                this::fonts,
                this::memory,
                this::vector,
                this::jupyter,
                this::kernel,
                this::browser);
        List<Finding> found = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Finding> check : threads.invokeAll(checks)) found.add(check.get());
        } catch (ExecutionException failed) {
            throw new IllegalStateException("a check could not be made: " + failed.getCause(), failed.getCause());
        }
        return found;
    }

    Finding jdk() {
        Runtime.Version version = Runtime.version();
        return new Finding(
                "JDK " + JAVA + " or newer",
                true,
                version.feature() >= JAVA,
                "%s in %s".formatted(version, System.getProperty("java.home")),
                "runs everything",
                Remedy.JDK.on(machine));
    }

    Finding compiler() {
        boolean there = ModuleLayer.boot().findModule("jdk.compiler").isPresent()
                && ModuleLayer.boot().findModule("jdk.jshell").isPresent();
        return new Finding(
                "compiler, JShell",
                true,
                there,
                there ? "in this JDK" : "not in this Java: it is a JRE, or a cut-down image",
                "runs the cells of a notebook",
                Remedy.JDK.on(machine));
    }

    Finding maven() {
        Optional<Path> maven = machine.program("mvn");
        return new Finding(
                "Maven",
                true,
                maven.isPresent(),
                maven.map(program -> machine.version(program, "-v")).orElse("no mvn on the path"),
                "builds and tests",
                Remedy.MAVEN.on(machine));
    }

    /// Measures a word, which is where a JDK without fonts fails.
    Finding fonts() {
        boolean there = true;
        String found;
        try {
            var font = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
            double width = font.getStringBounds("Vitrina", new FontRenderContext(null, true, true))
                    .getWidth();
            there = width > 0;
            found = "sans-serif is " + font.deriveFont(12f).getFontName();
        } catch (Exception | InternalError | LinkageError noFonts) {
            there = false;
            found = "Java finds none: " + noFonts.getMessage();
        }
        return new Finding("fonts", true, there, found, "letters in charts", Remedy.FONTS.on(machine));
    }

    Finding memory() {
        long heap = Runtime.getRuntime().maxMemory();
        String found = "%.1f GB for Java".formatted((double) heap / GIGABYTE);
        if (ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system)
            found += ", of %.1f GB in all".formatted((double) system.getTotalMemorySize() / GIGABYTE);
        return new Finding(
                "memory",
                false,
                heap >= GIGABYTE,
                found,
                "lessons are made for 1 GB or more",
                "close other programs, or export VITRINA_JAVA_OPTIONS=-Xmx1g");
    }

    Finding vector() {
        boolean there = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        return new Finding(
                "vector module",
                false,
                there,
                there ? "jdk.incubator.vector, " + System.getProperty("os.arch") : "not loaded",
                "fast arithmetic; without it the plain loops run",
                "start with ./vitrina, or give java --add-modules jdk.incubator.vector");
    }

    Finding jupyter() {
        Optional<Path> jupyter = machine.program("jupyter-lab");
        return new Finding(
                "JupyterLab",
                false,
                jupyter.isPresent(),
                jupyter.map(program -> machine.version(program, "--version")).orElse("no jupyter-lab on the path"),
                "the lessons in a browser; ./vitrina run needs none",
                Remedy.JUPYTER.on(machine));
    }

    /// Looks where Jupyter would look; the first kernelspec that it finds is the one that counts.
    Finding kernel() {
        String found = "not installed";
        boolean right = false;
        for (Path kernels : folders.searched()) {
            Optional<Kernelspec> there = Kernelspec.read(kernels);
            if (there.isPresent()) {
                Path launcher =
                        Project.home().resolve("vitrina").toAbsolutePath().normalize();
                List<String> command = there.get().command();
                right = command.contains(launcher.toString()) || command.contains(launcher + ".cmd");
                found = right
                        ? "in " + kernels.resolve(Kernelspec.NAME)
                        : "%s starts another project's: %s".formatted(kernels.resolve(Kernelspec.NAME), command);
                break;
            }
        }
        return new Finding(
                "Jupyter's kernel",
                false,
                right,
                found,
                "cells in your own Jupyter or VS Code; ./vitrina lab needs no installation",
                "./vitrina install");
    }

    Finding browser() {
        List<Path> places = new ArrayList<>(machine.folders());
        if (machine.isMac()) {
            places.add(Path.of("/Applications/Chromium.app/Contents/MacOS"));
            places.add(Path.of("/Applications/Google Chrome.app/Contents/MacOS"));
        }
        Optional<Path> browser = new Machine(machine.system(), places)
                .program("chromium", "chromium-browser", "google-chrome", "chrome", "Chromium", "Google Chrome");
        return new Finding(
                "Chromium",
                false,
                browser.isPresent(),
                browser.map(Path::toString).orElse("no chromium on the path"),
                "tests of the pages; they are skipped without it",
                Remedy.CHROMIUM.on(machine));
    }
}
