package org.vitrina.arena.web;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// A browser reduced to a socket, so that a test can send what no library would.
final class Client implements AutoCloseable {
    final Socket socket;
    private final BufferedInputStream in;
    private final int port;
    String cookie = "";

    record Reply(int status, Map<String, String> headers, String body) {
        JsonObject json() {
            return JsonParser.parseString(body).getAsJsonObject();
        }
    }

    Client(int port) throws IOException {
        this.port = port;
        socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(60_000);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    Reply get(String path) throws IOException {
        return send("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n" + cookieLine() + "\r\n");
    }

    /// Posts as the arena's own page does.
    Reply post(String path, String body) throws IOException {
        return post(path, body, "Origin: http://127.0.0.1:" + port + "\r\nContent-Type: application/json\r\n");
    }

    Reply post(String path, String body, String headers) throws IOException {
        Reply reply = send("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n" + headers + cookieLine()
                + "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body);
        String set = reply.headers().get("set-cookie");
        if (set != null) cookie = set.substring(0, set.indexOf(';'));
        return reply;
    }

    private String cookieLine() {
        return cookie.isEmpty() ? "" : "Cookie: " + cookie + "\r\n";
    }

    Client enter() throws IOException {
        post("/api/enter", "{}");
        return this;
    }

    Reply vote(String ballot, String outcome) throws IOException {
        return post("/api/vote", "{\"ballot\":\"" + ballot + "\",\"outcome\":\"" + outcome + "\"}");
    }

    /// Returns the next ballot, for which a busy machine may take some time at the beginning.
    JsonObject ballot() throws IOException {
        for (int tries = 0; ; tries++) {
            JsonObject ballot = get("/api/ballot").json();
            if (ballot.has("ballot") || tries == 100) return ballot;
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    Reply send(String request) throws IOException {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
        String status = line();
        var headers = new TreeMap<String, String>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        return new Reply(
                Integer.parseInt(status.split(" ")[1]),
                headers,
                new String(in.readNBytes(length), StandardCharsets.UTF_8));
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) throw new EOFException("the server closed the connection");
            if (c != '\r') line.write(c);
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
