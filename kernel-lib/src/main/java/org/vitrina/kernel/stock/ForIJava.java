package org.vitrina.kernel.stock;

import io.github.spencerpark.jupyter.kernel.display.RenderContext;
import io.github.spencerpark.jupyter.kernel.display.Renderer;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.util.function.Function;
import org.knowm.xchart.internal.chartpart.Chart;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Showable;
import tech.tablesaw.api.Table;

/// Teaches IJava to show what this library makes; needs one call, as IJava has no extensions:
///
/// {@snippet :
/// org.vitrina.kernel.stock.ForIJava.register(
///         io.github.spencerpark.ijava.IJava.getKernelInstance().getRenderer());
/// }
public final class ForIJava {
    private ForIJava() {}

    /// Teaches a renderer of IJava.
    public static void register(Renderer renderer) {
        register(renderer, Showable.class, Shown::of);
        register(renderer, Chart.class, Shown::of);
        register(renderer, Table.class, Shown::of);
    }

    private static <T> void register(Renderer renderer, Class<T> type, Function<T, MimeBundle> show) {
        renderer.createRegistration(type)
                .preferring(Shown.TYPES)
                .register((value, context) -> render(show.apply(value), context));
    }

    private static void render(MimeBundle bundle, RenderContext context) {
        bundle.forms().forEach((name, form) -> {
            MIMEType type = MIMEType.parse(name);
            if (context.wantsDataRenderedAs(type)) {
                context.getOutputContainer().putData(type, Shown.written(form));
            }
        });
    }
}
