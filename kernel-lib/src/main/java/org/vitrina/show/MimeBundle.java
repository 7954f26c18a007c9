package org.vitrina.show;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;

/// One object in several forms, keyed by MIME type, as Jupyter's `display_data` messages carry it
/// ([messaging protocol 5.4](https://jupyter-client.readthedocs.io/en/stable/messaging.html#display-data)).
///
/// Text forms are `String`, image forms `byte[]` (not yet base64). `text/plain` is always there, so that a
/// terminal, a search or a screen reader has something to show.
///
/// @param forms    MIME type to `String` or `byte[]`, in the order they were given; not changed later
/// @param metadata MIME type to what a front end should know about that form, such as the `width` and
///     `height` of an image in CSS pixels; mostly empty
public record MimeBundle(SequencedMap<String, Object> forms, Map<String, Map<String, Object>> metadata) {
    public static final String TEXT = "text/plain";
    public static final String HTML = "text/html";
    public static final String MARKDOWN = "text/markdown";
    public static final String LATEX = "text/latex";
    public static final String PNG = "image/png";
    public static final String SVG = "image/svg+xml";

    /// @throws IllegalArgumentException if `text/plain` is missing or a form is neither `String` nor
    ///     `byte[]`
    public MimeBundle {
        if (!(forms.get(TEXT) instanceof String)) {
            throw new IllegalArgumentException("a MIME bundle needs a text/plain form of type String, but has only "
                    + forms.keySet() + "; start from MimeBundle.of(text)");
        }
        forms.forEach((type, form) -> {
            if (!(form instanceof String) && !(form instanceof byte[])) {
                throw new IllegalArgumentException("the " + type + " form must be a String or a byte[], but is "
                        + (form == null ? "null" : form.getClass().getName()));
            }
        });
        forms = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(forms));
        metadata = Map.copyOf(metadata);
    }

    public MimeBundle(SequencedMap<String, Object> forms) {
        this(forms, Map.of());
    }

    /// Returns a bundle with the one form that is always there.
    public static MimeBundle of(String text) {
        var forms = new LinkedHashMap<String, Object>();
        forms.put(TEXT, text);
        return new MimeBundle(forms);
    }

    /// Returns this bundle with one more form, or with that form replaced.
    public MimeBundle with(String mimeType, Object form) {
        var more = new LinkedHashMap<>(forms);
        more.put(Objects.requireNonNull(mimeType), form);
        return new MimeBundle(more, metadata);
    }

    /// Returns this bundle with metadata for one of its forms.
    public MimeBundle withMetadata(String mimeType, Map<String, Object> about) {
        var more = new LinkedHashMap<>(metadata);
        more.put(mimeType, Map.copyOf(about));
        return new MimeBundle(forms, more);
    }

    public MimeBundle withHtml(String html) {
        return with(HTML, html);
    }

    public MimeBundle withPng(byte[] png) {
        return with(PNG, png);
    }

    /// Returns this bundle with an image that is `width` by `height` CSS pixels large, whatever the number
    /// of pixels it was drawn with.
    public MimeBundle withPng(byte[] png, int width, int height) {
        return with(PNG, png).withMetadata(PNG, Map.of("width", width, "height", height));
    }

    public String text() {
        return (String) forms.get(TEXT);
    }

    public Optional<String> html() {
        return Optional.ofNullable((String) forms.get(HTML));
    }
}
