package org.vitrina.kernel;

import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Function;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.DisplayDataRenderable;
import org.dflib.jjava.jupyter.kernel.display.RenderFunction;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.vitrina.show.MimeBundle;

/// JJava's renderer, so that what was written for that kernel shows here too: objects that render
/// themselves, and functions that a notebook registers.
final class StockRenderer extends Renderer {
    /// The forms that are text; any text can be shown as each of them.
    static final List<String> TEXTS = List.of(
            MimeBundle.HTML,
            MimeBundle.MARKDOWN,
            MimeBundle.LATEX,
            MimeBundle.SVG,
            "text/css",
            "application/javascript",
            "application/json");

    private static final List<String> IMAGES = List.of(MimeBundle.PNG, "image/jpeg", "image/gif");

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

    /// @param types the MIME types asked for; if there are none, those that it prefers
    MimeBundle show(Object value, String... types) {
        return bundle(types.length == 0 ? render(value) : renderAs(value, types), ValueText.of(value));
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
        return bundle(type -> data.getData(MIMEType.parse(type)), text);
    }

    /// @param form finds the form of a MIME type, or null
    static MimeBundle bundle(Function<String, Object> form, String text) {
        var bundle = MimeBundle.of(form.apply(MimeBundle.TEXT) instanceof String own ? own : text);
        for (String type : TEXTS) {
            if (form.apply(type) instanceof CharSequence found) {
                bundle = bundle.with(type, found.toString());
            }
        }
        for (String type : IMAGES) {
            bundle = switch (form.apply(type)) {
                case byte[] bytes -> bundle.with(type, bytes);
                case String base64 -> bundle.with(type, Base64.getMimeDecoder().decode(base64));
                case null, default -> bundle;
            };
        }
        return bundle;
    }
}
