package org.vitrina.kernel;

import java.util.Base64;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.DisplayDataRenderable;
import org.dflib.jjava.jupyter.kernel.display.RenderFunction;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.vitrina.show.MimeBundle;

/// JJava's renderer, so that what was written for that kernel shows here too: objects that render
/// themselves, and functions that a notebook registers.
final class StockRenderer extends Renderer {
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

    /// Whether something is known about this value that nothing else here knows.
    boolean knows(Object value) {
        return value instanceof DisplayDataRenderable || registered.stream().anyMatch(type -> type.isInstance(value));
    }

    MimeBundle show(Object value) {
        return bundle(render(value), ValueText.of(value));
    }

    /// Returns JJava's form of a bundle.
    static DisplayData data(MimeBundle bundle) {
        var data = new DisplayData();
        bundle.forms()
                .forEach((type, form) -> data.putData(
                        type,
                        switch (form) {
                            case byte[] bytes -> Base64.getEncoder().encodeToString(bytes);
                            default -> form;
                        }));
        bundle.metadata().forEach(data::putMetaData);
        return data;
    }

    /// Returns a bundle with the forms of `data` that are text or images.
    ///
    /// @param text what stands for it where it has no text of its own
    static MimeBundle bundle(DisplayData data, String text) {
        var bundle = MimeBundle.of(data.getData(MIMEType.TEXT_PLAIN) instanceof String own ? own : text);
        for (MIMEType type : new MIMEType[] {
            MIMEType.TEXT_HTML,
            MIMEType.TEXT_MARKDOWN,
            MIMEType.TEXT_LATEX,
            MIMEType.IMAGE_SVG,
            MIMEType.APPLICATION_JAVASCRIPT,
            MIMEType.APPLICATION_JSON
        }) {
            if (data.getData(type) instanceof CharSequence form) {
                bundle = bundle.with(type.toString(), form.toString());
            }
        }
        for (MIMEType type : new MIMEType[] {MIMEType.IMAGE_PNG, MIMEType.IMAGE_JPEG, MIMEType.IMAGE_GIF}) {
            bundle = switch (data.getData(type)) {
                case byte[] bytes -> bundle.with(type.toString(), bytes);
                case String base64 ->
                    bundle.with(type.toString(), Base64.getMimeDecoder().decode(base64));
                case null, default -> bundle;
            };
        }
        return bundle;
    }
}
