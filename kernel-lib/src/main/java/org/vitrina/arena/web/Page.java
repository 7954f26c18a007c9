package org.vitrina.arena.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Pattern;

/// A page that is whole in itself, with a policy for the browser that lets nothing else in: no script but
/// its own, no picture, no frame around it, and nobody to talk to but this server.
///
/// @param content in UTF-8
/// @param policy  the header `Content-Security-Policy`
record Page(byte[] content, String policy) {
    private static final Pattern SCRIPT = Pattern.compile("<script>(.*?)</script>", Pattern.DOTALL);
    private static final Pattern STYLE = Pattern.compile("<style>(.*?)</style>", Pattern.DOTALL);

    /// Returns the page from the resource beside this class, the common style and script put in.
    static Page read(String name) {
        String html = resource(name)
                .replace("/*common.css*/", resource("common.css"))
                .replace("/*common.js*/", resource("common.js"));
        String policy = "default-src 'none'; connect-src 'self'; script-src " + hash(SCRIPT, html) + "; style-src "
                + hash(STYLE, html) + "; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        return new Page(html.getBytes(StandardCharsets.UTF_8), policy);
    }

    private static String hash(Pattern element, String html) {
        var found = element.matcher(html);
        if (!found.find()) throw new IllegalStateException("the page has no " + element);
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(found.group(1).getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String resource(String name) {
        try (var in = Page.class.getResourceAsStream(name)) {
            if (in == null)
                throw new IllegalStateException("the resource " + name + " is missing; build the library again");
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the resource " + name + " could not be read", e);
        }
    }
}
