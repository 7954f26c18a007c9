package org.vitrina.file.fetch;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/// Opens connections that do not wait for ever, through the proxy that the environment names.
final class Http {
    private static final int CONNECT_MILLIS = 15_000;
    private static final int READ_MILLIS = 60_000;

    private Http() {}

    static HttpURLConnection open(URI uri) throws IOException {
        return open(uri, System.getenv());
    }

    static HttpURLConnection open(URI uri, Map<String, String> environment) throws IOException {
        if (!"https".equals(uri.getScheme()) && !"http".equals(uri.getScheme())) {
            throw new IOException("%s is no address of the web".formatted(uri));
        }
        Proxy proxy = proxy(uri, environment);
        var connection = (HttpURLConnection)
                (proxy == null ? uri.toURL().openConnection() : uri.toURL().openConnection(proxy));
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(READ_MILLIS);
        connection.setRequestProperty("User-Agent", "vitrina");
        return connection;
    }

    /// Returns the proxy that `https_proxy` or `http_proxy` names for this address, or null to let Java choose.
    static Proxy proxy(URI uri, Map<String, String> environment) throws IOException {
        String name = uri.getScheme() + "_proxy";
        String chosen = environment.getOrDefault(name, environment.getOrDefault(name.toUpperCase(Locale.ROOT), ""));
        if (chosen.isEmpty() || isExempt(uri.getHost(), environment)) {
            return null;
        }
        URI proxy = resolve(URI.create("http:/"), chosen.contains("://") ? chosen : "http://" + chosen);
        if (proxy.getHost() == null) {
            throw new IOException("%s=%s names no proxy; http://HOST:PORT is expected".formatted(name, chosen));
        }
        return new Proxy(
                Proxy.Type.HTTP, new InetSocketAddress(proxy.getHost(), proxy.getPort() < 0 ? 80 : proxy.getPort()));
    }

    private static boolean isExempt(String host, Map<String, String> environment) {
        String exempt = environment.getOrDefault("no_proxy", environment.getOrDefault("NO_PROXY", ""));
        return Arrays.stream(exempt.split("[,\\s]+"))
                .map(suffix -> suffix.replaceFirst("^\\*?\\.", ""))
                .anyMatch(suffix -> suffix.equals("*")
                        || !suffix.isEmpty() && (host.equals(suffix) || host.endsWith("." + suffix)));
    }

    static URI resolve(URI from, String address) throws IOException {
        try {
            return from.resolve(address);
        } catch (IllegalArgumentException e) {
            throw new IOException("an address that is none: " + e.getMessage(), e);
        }
    }
}
