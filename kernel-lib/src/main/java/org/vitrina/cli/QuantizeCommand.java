package org.vitrina.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.vitrina.file.Gguf;
import org.vitrina.file.GgufFile;
import org.vitrina.file.ModelCache;
import org.vitrina.file.ModelQuantizer;
import org.vitrina.file.QuantizationPlan;
import org.vitrina.file.QuantizationResult;
import org.vitrina.file.StoredTensor;
import org.vitrina.quantize.Format;
import org.vitrina.quantize.Formats;
import org.vitrina.tensor.Workers;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `vitrina quantize`: writes a model with its matrices in another number format, and says what that loses.
@Command(
        name = "quantize",
        description = "Writes a model in another number format, and says what that loses.",
        sortOptions = false,
        footer = {
            "",
            "Matrices get the format; norms, biases and whatever has one axis stay as they are. Where rows are no",
            "whole number of blocks (256 weights in the K formats), the next format with blocks of 32 is taken.",
            "Errors are measured against the weights of IN. A PATTERN is a regular expression, found anywhere in a",
            "tensor's name.",
            "",
            "Examples:",
            "  vitrina quantize model-f16.gguf model-q4_0.gguf --type Q4_0",
            "  vitrina quantize model-f16.gguf small.gguf --type Q4_K --with 'token_embd|^output=Q6_K'",
            "  vitrina quantize smollm2-135m-instruct f32.gguf --type F32"
        })
final class QuantizeCommand implements Callable<Integer> {
    private static final Gson GSON =
            new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

    @Parameters(
            index = "0",
            paramLabel = "IN",
            description = "The model: a GGUF file, or the name of a model in the cache.")
    private String in;

    @Parameters(index = "1", paramLabel = "OUT", description = "The GGUF file to write.")
    private Path out;

    @Option(
            names = {"-t", "--type"},
            required = true,
            paramLabel = "TYPE",
            description = "The format: F32, F16, BF16, Q8_0, Q6_K, Q5_1, Q5_0, Q5_K, Q4_1, Q4_0, Q4_K, Q3_K or Q2_K.")
    private String type;

    @Option(
            names = "--keep",
            paramLabel = "PATTERN",
            description = "Leave tensors of such a name as they are. May be given again.")
    private List<String> keep = List.of();

    @Option(
            names = "--with",
            paramLabel = "PATTERN=TYPE",
            description =
                    "Give matrices of such a name another format. May be given again; the first that fits counts.")
    private List<String> with = List.of();

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "How many threads compute. Default: all. The result is the same.")
    private Integer threads;

    @Option(names = "--json", description = "Write JSON, for scripts.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        QuantizationPlan plan = plan();
        if (threads != null && threads < 1) throw wrong("--threads is at least 1, but is " + threads);
        Workers workers = threads == null ? Workers.all() : Workers.of(threads);
        Path from = ModelCache.ofUser().resolve(in);
        QuantizationResult result;
        try (GgufFile file = Gguf.open(from)) {
            noteQuantized(file);
            result = ModelQuantizer.write(file, plan, out, workers);
        }
        PrintWriter console = spec.commandLine().getOut();
        if (json) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("from", from.toString());
            fields.put("file", out.toString());
            fields.putAll(result.fields());
            console.println(GSON.toJson(fields));
        } else {
            console.print(result.text());
            console.flush();
        }
        return CommandLine.ExitCode.OK;
    }

    private QuantizationPlan plan() {
        QuantizationPlan plan = QuantizationPlan.to(format(type));
        for (String pattern : keep) {
            plan = plan.keeping(pattern(pattern));
        }
        for (String override : with) {
            int split = override.lastIndexOf('=');
            if (split < 1) throw wrong("--with needs PATTERN=TYPE, but got '" + override + "'");
            plan = plan.with(pattern(override.substring(0, split)), format(override.substring(split + 1)));
        }
        return plan;
    }

    /// Errors look smaller than they are when the weights were rounded before.
    private void noteQuantized(GgufFile file) {
        List<String> formats = file.tensors().values().stream()
                .map(StoredTensor::format)
                .filter(format -> format.blockSize() > 1)
                .map(Format::name)
                .distinct()
                .toList();
        if (!formats.isEmpty()) {
            spec.commandLine()
                    .getErr()
                    .println(
                            "note: %s is quantized already (%s); errors are measured against the weights that it has now"
                                    .formatted(file.path().getFileName(), String.join(", ", formats)));
        }
    }

    private Format format(String name) {
        try {
            return Formats.named(name);
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
    }

    private Pattern pattern(String pattern) {
        try {
            return Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            throw wrong("'%s' is not a regular expression: %s".formatted(pattern, e.getDescription()));
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
