package org.vitrina.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.vitrina.file.Gguf;
import org.vitrina.file.GgufFile;
import org.vitrina.file.HuggingFaceConverter;
import org.vitrina.file.ModelReport;
import org.vitrina.quantize.Formats;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `vitrina convert`: a model's folder from Hugging Face's hub becomes one GGUF file.
@Command(
        name = "convert",
        description = "Makes a GGUF file of a folder with safetensors.",
        sortOptions = false,
        footer = {
            "",
            "The folder has config.json, tokenizer.json and model.safetensors, or several files and their index.",
            "Known are llama (SmolLM2 and mistral too), qwen2, qwen3, gemma3 and gpt2.",
            "",
            "Examples:",
            "  vitrina convert ./SmolLM2-135M smollm2.gguf",
            "  vitrina convert ./gpt2 gpt2.gguf --type Q8_0"
        })
final class ConvertCommand implements Callable<Integer> {
    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

    @Parameters(index = "0", paramLabel = "FOLDER", description = "The model's folder.")
    private Path folder;

    @Parameters(index = "1", paramLabel = "OUT", description = "The file to write.")
    private Path out;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description = "Write matrices as F32, F16, BF16 or Q8_0. Default: as they are.")
    private String type;

    @Option(names = "--json", description = "Write JSON, for scripts.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        HuggingFaceConverter converter = HuggingFaceConverter.of(folder);
        if (type != null) {
            try {
                converter = converter.with(Formats.named(type));
            } catch (IllegalArgumentException e) {
                throw new ParameterException(spec.commandLine(), e.getMessage());
            }
        }
        converter.write(out);
        PrintWriter console = spec.commandLine().getOut();
        try (GgufFile file = Gguf.open(out)) {
            ModelReport report = ModelReport.of(file);
            if (json) {
                Map<String, Object> fields = new LinkedHashMap<>();
                fields.put("file", out.toString());
                fields.putAll(report.fields(false));
                console.println(GSON.toJson(fields));
            } else {
                console.print(report.text());
                console.flush();
            }
        }
        return CommandLine.ExitCode.OK;
    }
}
