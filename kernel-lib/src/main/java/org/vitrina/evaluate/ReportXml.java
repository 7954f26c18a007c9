package org.vitrina.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import org.vitrina.evaluate.Report.Result;
import org.vitrina.evaluate.Report.Status;
import org.vitrina.show.Html;

/// Writes a report as JUnit XML.
final class ReportXml {
    private ReportXml() {}

    static String of(Report report) {
        var out = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        out.append("<testsuites")
                .append(counts(report.name(), report.results()))
                .append(">\n");
        var groups = new LinkedHashMap<String, List<Result>>();
        report.results()
                .forEach(result -> groups.computeIfAbsent(result.group(), _ -> new ArrayList<>())
                        .add(result));
        groups.forEach((group, results) -> {
            out.append("  <testsuite").append(counts(group, results)).append(">\n");
            results.forEach(result -> test(out, result));
            out.append("  </testsuite>\n");
        });
        return out.append("</testsuites>\n").toString();
    }

    private static String counts(String name, List<Result> results) {
        return attribute("name", name)
                + attribute("tests", "" + results.size())
                + attribute("failures", "" + count(results, Status.FAILED))
                + attribute("errors", "" + count(results, Status.ERROR))
                + attribute("skipped", "" + count(results, Status.SKIPPED))
                + attribute(
                        "time",
                        seconds(results.stream().mapToDouble(Result::seconds).sum()));
    }

    private static long count(List<Result> results, Status status) {
        return results.stream().filter(result -> result.status() == status).count();
    }

    private static void test(StringBuilder out, Result result) {
        out.append("    <testcase")
                .append(attribute("name", result.name()))
                .append(attribute("classname", result.group()))
                .append(attribute("time", seconds(result.seconds())));
        String message =
                attribute("message", result.message().lines().findFirst().orElse(""));
        String text = Html.escape(result.message());
        switch (result.status()) {
            case PASSED -> {
                if (text.isEmpty()) {
                    out.append("/>\n");
                } else {
                    out.append("><system-out>").append(text).append("</system-out></testcase>\n");
                }
            }
            case FAILED -> element(out, "failure", message + attribute("type", "AssertionError"), text);
            case ERROR -> element(out, "error", message + attribute("type", "Exception"), text);
            case SKIPPED -> element(out, "skipped", message, "");
        }
    }

    private static void element(StringBuilder out, String name, String attributes, String text) {
        out.append("><%s%s>%s</%s></testcase>\n".formatted(name, attributes, text, name));
    }

    private static String attribute(String name, String value) {
        return " " + name + "=\"" + Html.escape(value).replace("\n", "&#10;").replace("\t", "&#9;") + "\"";
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.3f", seconds);
    }
}
