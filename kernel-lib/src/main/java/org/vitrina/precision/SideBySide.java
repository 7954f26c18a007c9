package org.vitrina.precision;

import java.util.ArrayList;
import java.util.List;
import org.vitrina.generate.Choice;
import org.vitrina.generate.Generation;
import org.vitrina.generate.Generator;
import org.vitrina.generate.Sampling;
import org.vitrina.show.Figure;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Progress;
import org.vitrina.show.Showable;
import org.vitrina.transformer.Model;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// What several candidates go on with after one prompt, always the likeliest token, beside what the
/// full model does.
public record SideBySide(String prompt, List<Line> lines) implements Showable {
    /// What one candidate said.
    ///
    /// @param same how many tokens are those of the full model, before the first that is not
    public record Line(String name, Generation said, int same) {}

    public SideBySide {
        lines = List.copyOf(lines);
    }

    /// Lets the full model and every candidate go on after `prompt`.
    ///
    /// @param tokens how many tokens each writes at most
    public static SideBySide of(Model model, String prompt, int tokens, List<Candidate> candidates) {
        Model full = Candidate.in32Bits(model);
        var lines = new ArrayList<Line>();
        try (var task = Progress.task("answering in every width", candidates.size() + 1)) {
            lines.add(line(Candidate.full(), full, prompt, tokens, null));
            for (Candidate candidate : candidates) {
                lines.add(line(candidate, full, prompt, tokens, lines.getFirst().said()));
                task.at(lines.size(), candidate.name());
            }
        }
        return new SideBySide(prompt, lines);
    }

    private static Line line(Candidate candidate, Model full, String prompt, int tokens, Generation other) {
        Generation said = Generator.of(candidate.treat(full).model())
                .sampling(Sampling.greedy())
                .maxTokens(tokens)
                .alternatives(0)
                .generate(prompt);
        return new Line(candidate.name(), said, other == null ? ids(said).size() : same(ids(other), ids(said)));
    }

    private static List<Integer> ids(Generation said) {
        return said.tokens().stream().map(Choice::id).toList();
    }

    private static int same(List<Integer> one, List<Integer> other) {
        int same = 0;
        while (same < Math.min(one.size(), other.size()) && one.get(same).equals(other.get(same))) same++;
        return same;
    }

    /// Returns a row for each candidate.
    public Table table() {
        return Table.create(
                "After '" + prompt + "'",
                StringColumn.create("setting", lines.stream().map(Line::name)),
                IntColumn.create(
                        "same tokens", lines.stream().mapToInt(Line::same).toArray()),
                StringColumn.create(
                        "text", lines.stream().map(line -> line.said().text())));
    }

    /// Returns a strip of tokens for each candidate; the first that is not the full model's is marked.
    public Figure.Stack figure() {
        return new Figure.Stack(lines.stream().map(SideBySide::strip).toList());
    }

    private static Figure strip(Line line) {
        var cells = new ArrayList<Figure.Cell>();
        List<Choice> tokens = line.said().tokens();
        for (int i = 0; i < tokens.size(); i++) {
            Choice token = tokens.get(i);
            cells.add(new Figure.Cell(
                    line.said().text(token.id()),
                    Math.round(100 * token.probability()) + " %",
                    i == line.same(),
                    Math.min(1, token.probability())));
        }
        return new Figure.TokenStrip(line.name(), cells);
    }

    @Override
    public MimeBundle mime() {
        return figure().mime();
    }
}
