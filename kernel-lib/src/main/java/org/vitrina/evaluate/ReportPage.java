package org.vitrina.evaluate;

import java.util.LinkedHashSet;
import java.util.Locale;
import org.vitrina.evaluate.Report.Result;
import org.vitrina.show.Html;

/// Writes a report as one page, which needs no script, no other file and no network.
final class ReportPage {
    private static final String STYLE = """
            :root { color-scheme: light dark; }
            body { font: 16px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
            h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
            table { border-collapse: collapse; width: 100%; }
            th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid #8884; }
            td.seconds, th.seconds { text-align: right; white-space: nowrap; }
            td.result { white-space: nowrap; font-weight: 600; }
            .passed { color: #00735a; } .failed, .error { color: #b64a00; } .skipped { color: #767676; }
            @media (prefers-color-scheme: dark) {
              .passed { color: #35c4a0; } .failed, .error { color: #ff9a4d; } .skipped { color: #a0a0a0; } }
            pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: .3rem 0 0; font-size: .85rem; }
            """;

    private ReportPage() {}

    static String of(Report report) {
        var out = new StringBuilder();
        out.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
                .append(Html.escape(report.name()))
                .append("</title>\n<style>\n")
                .append(STYLE)
                .append("</style>\n</head>\n<body>\n<h1>")
                .append(Html.escape(report.name()))
                .append("</h1>\n<p class=\"")
                .append(report.isGreen() ? "passed" : "failed")
                .append("\">")
                .append(Html.escape(report.summary().substring(report.name().length() + 2)))
                .append("</p>\n");
        var groups = new LinkedHashSet<String>();
        report.results().forEach(result -> groups.add(result.group()));
        for (String group : groups) {
            out.append("<h2>")
                    .append(Html.escape(group))
                    .append("</h2>\n<table>\n<thead><tr><th>result</th><th>test")
                    .append("</th><th class=\"seconds\">seconds</th></tr></thead>\n<tbody>\n");
            report.results().stream()
                    .filter(result -> result.group().equals(group))
                    .forEach(result -> row(out, result));
            out.append("</tbody>\n</table>\n");
        }
        return out.append("</body>\n</html>\n").toString();
    }

    private static void row(StringBuilder out, Result result) {
        String kind = result.status().name().toLowerCase(Locale.ROOT);
        out.append("<tr><td class=\"result ")
                .append(kind)
                .append("\">")
                .append(Report.mark(result.status()))
                .append("</td><td>")
                .append(Html.escape(result.name()));
        if (!result.message().isEmpty()) {
            out.append("<pre>").append(Html.escape(result.message())).append("</pre>");
        }
        out.append("</td><td class=\"seconds\">")
                .append(String.format(Locale.ROOT, "%.2f", result.seconds()))
                .append("</td></tr>\n");
    }
}
