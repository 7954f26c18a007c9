package org.vitrina.kernel;

import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.vitrina.interact.Frontend;
import org.vitrina.interact.Piece;
import org.vitrina.show.MimeBundle;

/// What the controls of a notebook need of its evaluator: values are shown as cells show them, and the
/// functions of controls run as cells run. Nobody is connected; a kernel that has a front end adds it.
public class CellFrontend implements Frontend {
    private final Supplier<Evaluator> evaluator;

    /// @param evaluator returns the evaluator, which may still be starting: waits for it if need be
    public CellFrontend(Supplier<Evaluator> evaluator) {
        this.evaluator = evaluator;
    }

    @Override
    public MimeBundle mime(Object value) {
        return evaluator.get().show(value);
    }

    @Override
    public void call(Callable<?> work, Consumer<Piece> out) {
        var thrown = new Throwable[1];
        Outcome outcome = evaluator
                .get()
                .call(
                        () -> {
                            try {
                                return work.call();
                            } catch (Throwable e) {
                                thrown[0] = e;
                                throw e;
                            }
                        },
                        output -> give(output, out));
        if (outcome instanceof Outcome.Failed(CellError error)) {
            out.accept(new Piece.Failed(error.name(), error.message(), error.traceback(), thrown[0]));
        }
    }

    private static void give(Output output, Consumer<Piece> out) {
        switch (output) {
            case Output.Stream(String channel, String text) -> out.accept(new Piece.Printed(channel, text));
            case Output.Display(MimeBundle data, String id) -> out.accept(new Piece.Shown(data, id));
            case Output.Update(MimeBundle data, String id) -> out.accept(new Piece.Updated(data, id));
            case Output.Result(MimeBundle data) -> out.accept(new Piece.Shown(data, null));
            case Output.Clear _ -> out.accept(new Piece.Cleared());
            // told by the outcome, which also knows what was thrown
            case Output.Error _ -> {}
        }
    }
}
