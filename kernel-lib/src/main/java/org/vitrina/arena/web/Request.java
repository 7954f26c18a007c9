package org.vitrina.arena.web;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What came over the network, checked before anything is done with it.
final class Request {
    /// No honest request is longer.
    static final int LONGEST_BODY = 2048;

    static final String COOKIE = "vitrina-arena";

    private static final Pattern HOST =
            Pattern.compile("(?<name>[A-Za-z0-9.-]{1,253}|\\[[0-9A-Fa-f:.%]{2,60}\\])(?::\\d{1,5})?");
    private static final Pattern NUMBERS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[.*\\]");

    private final HttpExchange exchange;

    Request(HttpExchange exchange) {
        this.exchange = exchange;
    }

    /// Checks that the browser meant this server when it wrote the address. A page from elsewhere can have
    /// its own name point to this machine ("DNS rebinding"), but then the name is what the browser sends;
    /// addresses in numbers cannot be turned around so.
    void checkHost(Set<String> names) throws Refused {
        var host = HOST.matcher(header("Host").orElse(""));
        if (!host.matches()) throw new Refused(400, "the request does not say for which host it is");
        String name = host.group("name").toLowerCase(Locale.ROOT);
        if (!NUMBERS.matcher(name).matches() && !names.contains(name)) {
            throw new Refused(
                    403,
                    "this arena is not called '" + name + "'; open it by its address in numbers, or start it with"
                            + " --allow-host " + name);
        }
    }

    /// Checks that no page from elsewhere sent this. Browsers say from where a request comes, in
    /// `Sec-Fetch-Site` or at least in `Origin`, and no page can have them say otherwise.
    void checkSameSite(boolean needed) throws Refused {
        Optional<String> site = header("Sec-Fetch-Site");
        if (site.isPresent() && !site.get().equals("same-origin")) {
            throw new Refused(403, "only the arena's own page may ask this");
        }
        Optional<String> origin = header("Origin");
        if (origin.isPresent()
                && !origin.get()
                        .replaceFirst("^https?://", "")
                        .equalsIgnoreCase(header("Host").orElse(""))) {
            throw new Refused(403, "only the arena's own page may ask this");
        }
        if (needed && site.isEmpty() && origin.isEmpty()) {
            throw new Refused(403, "the request does not say from which page it comes");
        }
    }

    void checkMethod(String method) throws Refused {
        if (!exchange.getRequestMethod().equals(method)) {
            throw new Refused(405, "this is asked with " + method);
        }
    }

    /// Returns the body, which is a small JSON object of texts.
    JsonObject json() throws Refused, IOException {
        if (!header("Content-Type").orElse("").toLowerCase(Locale.ROOT).startsWith("application/json")) {
            throw new Refused(415, "the body is to be JSON");
        }
        byte[] body = exchange.getRequestBody().readNBytes(LONGEST_BODY + 1);
        if (body.length > LONGEST_BODY) throw new Refused(413, "the body has more than " + LONGEST_BODY + " bytes");
        String text = new String(body, StandardCharsets.UTF_8);
        // Gson goes down as deep as it is led; nothing here is nested
        if (text.chars().filter(c -> c == '{' || c == '[').count() > 8) throw new Refused(400, "the body is too deep");
        try {
            JsonElement json = JsonParser.parseString(text);
            if (json.isJsonObject()) return json.getAsJsonObject();
        } catch (JsonParseException e) {
            // said below
        }
        throw new Refused(400, "the body is not a JSON object");
    }

    static String text(JsonObject json, String key) throws Refused {
        if (json.get(key) instanceof JsonPrimitive value
                && value.isString()
                && value.getAsString().length() <= 64) {
            return value.getAsString();
        }
        throw new Refused(400, "\"" + key + "\" is to be a short text");
    }

    /// Returns the student's cookie, if the request has one.
    Optional<String> cookie() {
        List<String> lines = exchange.getRequestHeaders().getOrDefault("Cookie", List.of());
        for (String line : lines) {
            for (String pair : line.split(";", 50)) {
                String cookie = pair.strip();
                if (cookie.startsWith(COOKIE + "=")) return Optional.of(cookie.substring(COOKIE.length() + 1));
            }
        }
        return Optional.empty();
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    String path() {
        return exchange.getRequestURI().getPath();
    }
}
