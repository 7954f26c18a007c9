package org.vitrina.cli;

import com.google.gson.GsonBuilder;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `vitrina doctor`: says what is missing on this machine, what for, and how to get it.
@Command(
        name = "doctor",
        description = "Says what is missing on this machine and how to get it.",
        footer = {"", "Exit code 1 if something is missing without which nothing works."})
final class DoctorCommand implements Callable<Integer> {
    @Option(names = "--json", description = "Write JSON, for scripts.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    private final Doctor doctor;

    DoctorCommand() {
        this(new Doctor(Machine.here()));
    }

    DoctorCommand(Doctor doctor) {
        this.doctor = doctor;
    }

    @Override
    public Integer call() throws InterruptedException {
        List<Check> checks = doctor.examine();
        boolean ok = checks.stream().allMatch(check -> check.present() || !check.needed());
        PrintWriter out = spec.commandLine().getOut();
        if (json) out.println(json(checks, ok));
        else print(checks, ok, out);
        return ok ? 0 : 1;
    }

    private void print(List<Check> checks, boolean ok, PrintWriter out) {
        ColorScheme colours = spec.commandLine().getColorScheme();
        int width =
                checks.stream().mapToInt(check -> check.name().length()).max().orElse(0);
        for (Check check : checks) {
            String style = switch (check.state()) {
                case "ok" -> "green";
                case "missing" -> "bold,red";
                default -> "yellow";
            };
            String state = colours.ansi().string("@|%s %-7s|@".formatted(style, check.state()));
            out.println("%s  %s  %s".formatted(state, pad(check.name(), width), check.found()));
            if (!check.present()) {
                String indent = " ".repeat(9 + width + 2);
                out.println(indent + "for: " + check.use());
                out.println(indent + "get it: " + check.remedy());
            }
        }
        out.println();
        out.println(ok ? "Everything that is needed is there." : "Something that is needed is missing.");
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    private static String json(List<Check> checks, boolean ok) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("ok", ok);
        report.put(
                "checks",
                checks.stream()
                        .map(check -> {
                            Map<String, Object> entry = new LinkedHashMap<>();
                            entry.put("name", check.name());
                            entry.put("needed", check.needed());
                            entry.put("state", check.state());
                            entry.put("found", check.found());
                            entry.put("use", check.use());
                            if (!check.present()) entry.put("remedy", check.remedy());
                            return entry;
                        })
                        .toList());
        return new GsonBuilder()
                .setPrettyPrinting()
                .disableHtmlEscaping()
                .create()
                .toJson(report);
    }
}
