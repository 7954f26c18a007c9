package org.vitrina.kernel;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.vitrina.show.MimeBundle;

/// Runs cells for tests and reads what they gave out.
record Cells(Evaluator evaluator) implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(120);

    Cells() {
        this(Evaluator.create());
    }

    /// @param outputs everything the cell gave out, in order
    record Ran(Outcome outcome, List<Output> outputs) {
        Object value() {
            return switch (outcome) {
                case Outcome.Finished(Object value) -> value;
                case Outcome.Failed(CellError error) -> fail(String.join("\n", error.traceback()));
            };
        }

        CellError error() {
            return assertInstanceOf(Outcome.Failed.class, outcome, () -> "it ran: " + outputs)
                    .error();
        }

        /// Returns the whole account of the error without its colours.
        String trace() {
            return String.join("\n", error().traceback()).replaceAll("\033\\[[0-9;]*m", "");
        }

        String stdout() {
            return printed("stdout");
        }

        String stderr() {
            return printed("stderr");
        }

        private String printed(String channel) {
            return outputs.stream()
                    .filter(each -> each instanceof Output.Stream(String name, var _) && name.equals(channel))
                    .map(each -> ((Output.Stream) each).text())
                    .collect(Collectors.joining());
        }

        List<MimeBundle> results() {
            return outputs.stream()
                    .filter(Output.Result.class::isInstance)
                    .map(each -> ((Output.Result) each).data())
                    .toList();
        }

        /// Returns the one result that the cell shows.
        MimeBundle result() {
            value();
            return results().size() == 1 ? results().getFirst() : fail("not one result, but: " + outputs);
        }

        String text() {
            return result().text();
        }

        String html() {
            return result().html()
                    .orElseGet(() -> fail("no HTML, only " + result().forms().keySet()));
        }

        List<MimeBundle> displays() {
            return outputs.stream()
                    .filter(Output.Display.class::isInstance)
                    .map(each -> ((Output.Display) each).data())
                    .toList();
        }
    }

    Ran run(String source) {
        return run(source, LIMIT);
    }

    Ran run(String source, Duration timeout) {
        List<Output> outputs = Collections.synchronizedList(new ArrayList<>());
        return new Ran(evaluator.evaluate(source, outputs::add, timeout), outputs);
    }

    @Override
    public void close() {
        evaluator.close();
    }
}
