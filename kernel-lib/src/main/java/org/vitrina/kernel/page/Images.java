package org.vitrina.kernel.page;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.vitrina.show.Html;

/// Finds the pictures in a cell's prose and puts them into the page: attachments of the cell, files in the
/// notebook's folder, pictures that are written out. Nothing is fetched, and nothing outside the folder is read.
///
/// @param folder      the notebook's folder
/// @param attachments of the cell: name to MIME type to base64 text
record Images(Path folder, JsonObject attachments) {
    private static final int MOST_BYTES = 16 << 20;
    private static final Pattern WRITTEN_OUT =
            Pattern.compile("data:image/(?:png|jpeg|gif|webp|svg\\+xml);base64,[A-Za-z0-9+/=\\s]*+");
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/=\\s]*+");
    private static final String ATTACHED = "attachment:";
    private static final Map<String, String> TYPES = Map.of(
            "png", "image/png",
            "jpg", "image/jpeg",
            "jpeg", "image/jpeg",
            "gif", "image/gif",
            "webp", "image/webp",
            "svg", "image/svg+xml");

    /// Returns an `img` element with the picture in it, or a sentence that says why there is none.
    ///
    /// @param attributes further attributes, escaped, each with a space before it
    String html(String source, String alt, String attributes) {
        String address = source.strip();
        if (WRITTEN_OUT.matcher(address).matches()) {
            return img(address, attributes);
        }
        if (address.startsWith(ATTACHED)) {
            return attached(decoded(address.substring(ATTACHED.length())), alt, attributes);
        }
        if (address.matches("(?s)[a-zA-Z][a-zA-Z0-9+.\\-]*:.*") || address.startsWith("//")) {
            return missing(alt, address, "pages load nothing from the network");
        }
        return file(decoded(address), alt, attributes);
    }

    private String attached(String name, String alt, String attributes) {
        if (attachments.get(name) instanceof JsonObject forms) {
            for (var form : forms.entrySet()) {
                if (TYPES.containsValue(form.getKey())
                        && form.getValue() instanceof JsonPrimitive base64
                        && BASE64.matcher(base64.getAsString()).matches()) {
                    return img("data:" + form.getKey() + ";base64," + base64.getAsString(), attributes);
                }
            }
        }
        return missing(alt, name, "the cell has no such attachment");
    }

    private String file(String name, String alt, String attributes) {
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
        if (type == null) {
            return missing(alt, name, "not a PNG, JPEG, GIF, WebP or SVG picture");
        }
        try {
            Path home = folder.toRealPath();
            Path file = home.resolve(name).normalize();
            if (!file.startsWith(home)) {
                return missing(alt, name, "it lies outside the notebook's folder");
            }
            if (!Files.isRegularFile(file)) {
                return missing(alt, name, "there is no such file");
            }
            if (!file.toRealPath().startsWith(home)) {
                return missing(alt, name, "it lies outside the notebook's folder");
            }
            if (Files.size(file) > MOST_BYTES) {
                return missing(alt, name, "it is larger than " + (MOST_BYTES >> 20) + " MB");
            }
            return img(
                    "data:" + type + ";base64," + Base64.getEncoder().encodeToString(Files.readAllBytes(file)),
                    attributes);
        } catch (InvalidPathException e) {
            return missing(alt, name, "that is not a file name");
        } catch (IOException e) {
            return missing(alt, name, "it cannot be read: " + e.getMessage());
        }
    }

    private static String decoded(String address) {
        int end = address.indexOf('?');
        String path = end < 0 ? address : address.substring(0, end);
        try {
            return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return path; // a stray % stands for itself
        }
    }

    private static String img(String address, String attributes) {
        return "<img src=\"" + Html.escape(address) + "\"" + attributes + ">";
    }

    private static String missing(String alt, String name, String why) {
        String shown = name.length() > 200 ? name.substring(0, 200) + "…" : name;
        return "<span class=\"missing\">[" + Html.escape((alt.isBlank() ? "picture" : alt) + ": " + shown)
                + " is not shown: " + Html.escape(why) + "]</span>";
    }
}
