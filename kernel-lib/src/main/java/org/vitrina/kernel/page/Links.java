package org.vitrina.kernel.page;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/// Where the links of a page lead.
final class Links {
    private static final Pattern SCHEME = Pattern.compile("(?s)\\s*([a-zA-Z][a-zA-Z0-9+.\\-\\s]*):.*");
    private static final String NOTEBOOK = ".ipynb";

    private Links() {}

    /// Returns the address that a link in a notebook gets in its page: another lesson's page for its notebook,
    /// the page's own anchor for a heading; null for an address that a page must not have, such as one with
    /// `javascript:`.
    static String rewrite(String address) {
        String link = address.strip();
        if (link.chars().anyMatch(c -> c < ' ')) {
            return null;
        }
        var scheme = SCHEME.matcher(link);
        if (scheme.matches() || link.startsWith("//")) {
            String name = link.startsWith("//") ? "https" : scheme.group(1).toLowerCase(Locale.ROOT);
            return switch (name) {
                case "http", "https", "mailto" -> link;
                default -> null;
            };
        }
        int hash = link.indexOf('#');
        String path = hash < 0 ? link : link.substring(0, hash);
        String fragment = hash < 0 ? "" : "#" + Headings.anchor(decoded(link.substring(hash + 1)));
        return path.endsWith(NOTEBOOK)
                ? path.substring(0, path.length() - NOTEBOOK.length()) + ".html" + fragment
                : path + (path.isEmpty() ? fragment : hash < 0 ? "" : link.substring(hash));
    }

    private static String decoded(String fragment) {
        try {
            return URLDecoder.decode(fragment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return fragment; // a stray % stands for itself
        }
    }
}
