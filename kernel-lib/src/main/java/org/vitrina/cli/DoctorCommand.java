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
        List<Finding> findings = doctor.examine();
        boolean ok = findings.stream().allMatch(finding -> finding.present() || !finding.needed());
        PrintWriter out = spec.commandLine().getOut();
        if (json) out.println(json(findings, ok));
        else print(findings, ok, out);
        return ok ? 0 : 1;
    }

    private void print(List<Finding> findings, boolean ok, PrintWriter out) {
        ColorScheme colours = spec.commandLine().getColorScheme();
        int width = findings.stream()
                .mapToInt(finding -> finding.name().length())
                .max()
                .orElse(0);
        for (Finding finding : findings) {
            String style = switch (finding.state()) {
                case "ok" -> "green";
                case "missing" -> "bold,red";
                default -> "yellow";
            };
            String state = colours.ansi().string("@|%s %-7s|@".formatted(style, finding.state()));
            out.println("%s  %s  %s".formatted(state, pad(finding.name(), width), finding.found()));
            if (!finding.present()) {
                String indent = " ".repeat(9 + width + 2);
                out.println(indent + "for: " + finding.use());
                out.println(indent + "get it: " + finding.remedy());
            }
        }
        out.println();
        out.println(ok ? "Everything that is needed is there." : "Something that is needed is missing.");
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    private static String json(List<Finding> findings, boolean ok) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("ok", ok);
        report.put(
                "checks",
                findings.stream()
                        .map(finding -> {
                            Map<String, Object> entry = new LinkedHashMap<>();
                            entry.put("name", finding.name());
                            entry.put("needed", finding.needed());
                            entry.put("state", finding.state());
                            entry.put("found", finding.found());
                            entry.put("use", finding.use());
                            if (!finding.present()) entry.put("remedy", finding.remedy());
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
