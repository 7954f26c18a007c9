package org.vitrina.kernel.stock;

import java.util.function.Function;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.RenderContext;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.knowm.xchart.internal.chartpart.Chart;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Showable;
import tech.tablesaw.api.Table;

/// Teaches JJava to show what this library makes. JJava finds it as a service when the library is on its
/// class path.
public final class ForJJava implements Extension {
    @Override
    public void install(BaseKernel kernel) {
        register(kernel.getRenderer());
    }

    /// Teaches a renderer of JJava.
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
