package org.vitrina.feedback;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.vitrina.show.Figure;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Showable;
import org.vitrina.tokenize.Tokenizer;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// A number for each token of answers, drawn as coloured tokens: blue above 0, orange below. Which tokens
/// gained probability and which lost it, or which way feedback pushes them.
///
/// @param title what the numbers are, with their unit
/// @param lines one answer each
public record TokenChanges(String title, List<Line> lines) implements Showable {
    /// An answer with a number for each of its tokens.
    ///
    /// @param prompt  what was asked
    /// @param answer  the answer's text
    /// @param tokens  the texts of its tokens, with the one that ended it
    /// @param numbers one for each
    public record Line(String prompt, String answer, List<String> tokens, double[] numbers) {
        public Line {
            tokens = List.copyOf(tokens);
            if (tokens.size() != numbers.length) {
                throw new IllegalArgumentException("a line needs a number for each of its " + tokens.size()
                        + " tokens, but got " + numbers.length);
            }
            numbers = numbers.clone();
        }

        /// Returns the sum of its numbers.
        public double sum() {
            double sum = 0;
            for (double number : numbers) sum += number;
            return sum;
        }
    }

    public TokenChanges {
        lines = List.copyOf(lines);
    }

    /// Returns by how much each token of `answers` became likelier from one model to the other, in nats.
    public static TokenChanges between(Policy before, Policy after, List<Answer> answers) {
        return of(after.tokenizer(), answers, before.logProbabilities(answers), after.logProbabilities(answers));
    }

    /// Returns the difference of log-probabilities, by answer and token.
    static TokenChanges of(Tokenizer tokenizer, List<Answer> answers, float[][] before, float[][] after) {
        var lines = new ArrayList<Line>();
        for (int i = 0; i < answers.size(); i++) {
            double[] gained = new double[before[i].length];
            for (int token = 0; token < gained.length; token++) gained[token] = after[i][token] - before[i][token];
            lines.add(line(tokenizer, answers.get(i), gained));
        }
        return new TokenChanges("what each token gained or lost (change of log p, in nats)", lines);
    }

    /// Returns by how much a loss would fall if each token became one nat likelier, by answer and token.
    static TokenChanges pushed(Tokenizer tokenizer, List<Answer> answers, float[][] weights) {
        var lines = new ArrayList<Line>();
        for (int i = 0; i < answers.size(); i++) {
            double[] pushed = new double[weights[i].length];
            for (int token = 0; token < pushed.length; token++) pushed[token] = weights[i][token];
            lines.add(line(tokenizer, answers.get(i), pushed));
        }
        return new TokenChanges("which way each token is pushed (- d loss / d log p)", lines);
    }

    private static Line line(Tokenizer tokenizer, Answer answer, double[] numbers) {
        return new Line(answer.prompt().text(), answer.text(), texts(tokenizer, answer), numbers);
    }

    private static List<String> texts(Tokenizer tokenizer, Answer answer) {
        var texts = new ArrayList<String>();
        for (int id : answer.ids()) texts.add(tokenizer.token(id).text());
        return texts;
    }

    /// Returns the size of the number with the strongest colour.
    double largest() {
        double largest = 0;
        for (Line line : lines) {
            for (double number : line.numbers()) largest = Math.max(largest, Math.abs(number));
        }
        return largest;
    }

    /// Returns the answers as strips of coloured tokens, one colour scale for all.
    public Figure figure() {
        double largest = largest();
        var strips = new ArrayList<Figure>();
        strips.add(new Figure.Note(title + ": blue above 0, orange below; the strongest colour is "
                + String.format(Locale.ROOT, "%.3g", largest)));
        for (Line line : lines) {
            var cells = new ArrayList<Figure.Cell>();
            for (int i = 0; i < line.numbers().length; i++) {
                double number = line.numbers()[i];
                String written = String.format(Locale.ROOT, "%+.2g", number);
                cells.add(new Figure.Cell(line.tokens().get(i), written, false, largest == 0 ? 0 : number / largest));
            }
            strips.add(new Figure.TokenStrip(
                    Texts.shortened(line.prompt()) + String.format(Locale.ROOT, "  (together %+.3g)", line.sum()),
                    cells));
        }
        return new Figure.Stack(strips);
    }

    /// Returns the numbers as a table, a row for each token.
    public Table table() {
        var answer = IntColumn.create("answer");
        var prompt = StringColumn.create("prompt");
        var token = StringColumn.create("token");
        var number = DoubleColumn.create(title);
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            for (int t = 0; t < line.numbers().length; t++) {
                answer.append(i + 1);
                prompt.append(line.prompt());
                token.append(line.tokens().get(t));
                number.append(line.numbers()[t]);
            }
        }
        return Table.create("tokens").addColumns(answer, prompt, token, number);
    }

    @Override
    public MimeBundle mime() {
        return figure().mime();
    }

    @Override
    public String text() {
        return mime().text();
    }
}
