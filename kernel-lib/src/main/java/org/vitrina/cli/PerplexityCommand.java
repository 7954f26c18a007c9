package org.vitrina.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.vitrina.transformer.Model;
import org.vitrina.transformer.Perplexity;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `vitrina perplexity`: how well a model expects a text.
@Command(
        name = "perplexity",
        description = "Measures how well a model expects a text.",
        sortOptions = false,
        footer = {
            "",
            "A text longer than the context is read in windows; of each, only those tokens count that no window before",
            "it has counted. Ctrl-C stops it.",
            "",
            "Examples:",
            "  vitrina perplexity --model smollm2-135m-instruct --text book.txt",
            "  vitrina perplexity --model model.gguf --text book.txt --context 1024 --stride 512 --json"
        })
final class PerplexityCommand implements Callable<Integer> {
    private static final Gson GSON = new GsonBuilder()
            .disableHtmlEscaping()
            .serializeSpecialFloatingPointValues()
            .create();

    @Mixin
    private ModelOptions model;

    @Option(names = "--text", required = true, paramLabel = "FILE", description = "The text, in UTF-8.")
    private Path text;

    @Option(
            names = "--context",
            paramLabel = "N",
            description = "How many tokens a window has. Default: 512, or the model's context if that is smaller.")
    private Integer context;

    @Option(
            names = "--stride",
            paramLabel = "N",
            description = "How many tokens each window begins after the one before it. Default: half of the context.")
    private Integer stride;

    @Option(names = "--json", description = "Write JSON, for scripts.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        String read = TextInput.file(text);
        try (Model opened = model.open()) {
            Perplexity found = measure(opened, read);
            if (json) {
                Map<String, Object> report = new LinkedHashMap<>();
                report.put("model", found.model());
                report.put("perplexity", found.value());
                report.put("nll", found.nll());
                report.put("tokens", found.tokens());
                report.put("bytes", found.bytes());
                report.put("bitsPerByte", found.bitsPerByte());
                report.put("context", found.context());
                report.put("stride", found.stride());
                spec.commandLine().getOut().println(GSON.toJson(report));
            } else {
                spec.commandLine()
                        .getOut()
                        .println(String.format(
                                Locale.ROOT,
                                "perplexity     %.4f%nbits per byte  %.4f%nnll            %.4f nats, %.4f per token%ntokens         %,d"
                                        + " counted, %,d bytes, windows of %d every %d",
                                found.value(),
                                found.bitsPerByte(),
                                found.nll(),
                                found.nll() / found.tokens(),
                                found.tokens(),
                                found.bytes(),
                                found.context(),
                                found.stride()));
            }
        }
        return CommandLine.ExitCode.OK;
    }

    private Perplexity measure(Model opened, String read) {
        int window = context == null ? Math.min(512, opened.contextLength()) : context;
        try {
            return Perplexity.of(opened, read, window, stride == null ? Math.max(1, window / 2) : stride);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }
}
