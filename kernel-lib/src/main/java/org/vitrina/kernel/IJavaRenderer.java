package org.vitrina.kernel;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.DisplayDataRenderable;
import io.github.spencerpark.jupyter.kernel.display.RenderFunction;
import io.github.spencerpark.jupyter.kernel.display.Renderer;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import org.vitrina.show.MimeBundle;

/// IJava's renderer, so that what was written for that kernel shows here too: objects that render
/// themselves, and functions that a notebook registers.
final class IJavaRenderer extends Renderer {
    private final Set<Class<?>> registered = new CopyOnWriteArraySet<>();

    @Override
    public <T> void register(
            Set<MIMEType> supported,
            Set<MIMEType> preferred,
            Set<Class<? extends T>> types,
            RenderFunction<T> function) {
        registered.addAll(types);
        super.register(supported, preferred, types, function);
    }

    boolean knows(Object value) {
        return value instanceof DisplayDataRenderable || registered.stream().anyMatch(type -> type.isInstance(value));
    }

    /// @param types the MIME types asked for; if there are none, those that it prefers
    MimeBundle show(Object value, String... types) {
        if (value instanceof DisplayData data) {
            return bundle(data, "");
        }
        return bundle(types.length == 0 ? render(value) : renderAs(value, types), ValueText.of(value));
    }

    /// Returns a bundle with the forms of `data` that are text or images.
    ///
    /// @param text what stands for it where it has no text of its own
    static MimeBundle bundle(DisplayData data, String text) {
        return StockRenderer.bundle(type -> data.getData(MIMEType.parse(type)), text);
    }
}
