package org.vitrina.train;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vitrina.file.ModelFile;
import org.vitrina.file.ModelFileException;
import org.vitrina.file.NewTensor;
import org.vitrina.file.Safetensors;
import org.vitrina.file.SafetensorsWriter;
import org.vitrina.file.StoredTensor;
import org.vitrina.tensor.Tensor;

/// Adapters in files, as PEFT keeps them
/// ([checkpoint format](https://huggingface.co/docs/peft/developer_guides/checkpoint)):
/// `adapter_config.json` says rank, scale and targets, `adapter_model.safetensors` has `lora_A.weight`,
/// `[r, in]`, and `lora_B.weight`, `[out, r]`, under the names that the modules have in Transformers.
///
/// Llama's queries and keys stand in another order there: the two numbers that turn together are half a
/// head apart, in GGUF side by side. So do the rows of `B` that add to them.
final class PeftFiles {
    private static final String CONFIG = "adapter_config.json";
    private static final String TENSORS = "adapter_model.safetensors";
    private static final int LARGEST_CONFIG = 1 << 20;
    private static final int MOST_RANK = 1 << 14;

    /// What matrices are called there.
    private static final Map<String, String> MODULES = Map.of(
            "attn_q", "self_attn.q_proj",
            "attn_k", "self_attn.k_proj",
            "attn_v", "self_attn.v_proj",
            "attn_output", "self_attn.o_proj",
            "ffn_gate", "mlp.gate_proj",
            "ffn_up", "mlp.up_proj",
            "ffn_down", "mlp.down_proj");

    /// What learns as a whole, under the names that it has there.
    private static final Map<String, String> WHOLE = Map.of(
            Lora.EMBEDDING,
            "base_model.model.model.embed_tokens.weight",
            Lora.OUTPUT,
            "base_model.model.lm_head.weight");

    private static final String TYING = "ensure_weight_tying";
    private static final String SAVED = "modules_to_save";

    private static final Pattern WEIGHT = Pattern.compile("blk\\.(\\d+)\\.([a-z_]+)\\.weight");
    private static final Pattern KEY = Pattern.compile(
            "base_model\\.model\\.model\\.layers\\.(\\d{1,5})\\.(?:self_attn|mlp)\\.([a-z_]+)\\.lora_([AB])\\.weight");

    /// Ways of PEFT that compute something else, and what the file says where they are not used.
    private static final List<String> OTHER_WAYS = List.of(
            "use_dora",
            "use_qalora",
            "use_bdlora",
            "fan_in_fan_out",
            "lora_bias",
            "rank_pattern",
            "alpha_pattern",
            "layer_replication",
            "target_parameters",
            "trainable_token_indices",
            "alora_invocation_tokens",
            "megatron_config");

    private PeftFiles() {}

    static void write(Trainable model, Path folder, String base) throws IOException {
        if (model.adapters().isEmpty()) {
            throw new IllegalArgumentException("this model has no adapters to write; withLora gives it some");
        }
        check(model);
        Files.createDirectories(folder);
        SafetensorsWriter writer = Safetensors.writer().text("format", "pt");
        var kinds = new LinkedHashSet<String>();
        model.adapters().forEach((weight, adapter) -> {
            String module = "base_model.model.model.layers." + module(weight);
            kinds.add(module.substring(module.lastIndexOf('.') + 1));
            writer.tensor(tensor(module + ".lora_A.weight", adapter.down().value()));
            writer.tensor(tensor(
                    module + ".lora_B.weight", order(model, weight, adapter.up().value(), true)));
        });
        List<String> whole =
                WHOLE.keySet().stream().filter(model::learns).sorted().toList();
        whole.forEach(weight -> writer.tensor(tensor(WHOLE.get(weight), model.value(weight))));
        // where the output matrix is the embedding, PEFT keeps it twice and asks for both
        if (whole.size() == 1) {
            writer.tensor(tensor(WHOLE.get(Lora.OUTPUT), model.value(Lora.EMBEDDING)));
        }
        writer.write(folder.resolve(TENSORS));
        Lora.Adapter first = model.adapters().firstEntry().getValue();
        int rank = first.down().value().rows();
        JsonObject config = config(base, rank, first.scale() * rank, kinds);
        if (!whole.isEmpty()) {
            var saved = new JsonArray();
            whole.forEach(weight -> saved.add(moduleOf(WHOLE.get(weight))));
            config.add(SAVED, saved);
            config.addProperty(TYING, whole.size() == 1);
        }
        Path aside = Files.createTempFile(folder, "." + CONFIG, ".tmp");
        Files.writeString(aside, RecipeReader.GSON.toJson(config), StandardCharsets.UTF_8);
        Files.move(aside, folder.resolve(CONFIG), StandardCopyOption.REPLACE_EXISTING);
    }

    private static JsonObject config(String base, int rank, float alpha, Set<String> kinds) {
        var json = new JsonObject();
        json.addProperty("base_model_name_or_path", base);
        json.addProperty("bias", "none");
        json.addProperty("fan_in_fan_out", false);
        json.addProperty("inference_mode", true);
        if (alpha == Math.rint(alpha)) {
            json.addProperty("lora_alpha", (int) alpha);
        } else {
            json.addProperty("lora_alpha", alpha);
        }
        json.addProperty("lora_dropout", 0.0);
        json.addProperty("peft_type", "LORA");
        json.addProperty("r", rank);
        var targets = new JsonArray();
        kinds.forEach(targets::add);
        json.add("target_modules", targets);
        json.addProperty("task_type", "CAUSAL_LM");
        return json;
    }

    /// Returns the last part of a tensor's name before `.weight`.
    private static String moduleOf(String tensor) {
        String module = tensor.substring(0, tensor.lastIndexOf('.'));
        return module.substring(module.lastIndexOf('.') + 1);
    }

    private static void check(Trainable model) {
        String architecture = model.config().architecture();
        if (!List.of("llama", "qwen2", "qwen3", "gemma3").contains(architecture)) {
            throw new IllegalArgumentException("adapters are kept in PEFT's files for llama, qwen2, qwen3 and gemma3,"
                    + " whose matrices stand alone there, but this model is " + architecture);
        }
    }

    private static String module(String weight) {
        Matcher matcher = WEIGHT.matcher(weight);
        if (!matcher.matches() || !MODULES.containsKey(matcher.group(2))) {
            throw new IllegalStateException("an adapter stands beside " + weight + ", which has no name in PEFT");
        }
        return matcher.group(1) + "." + MODULES.get(matcher.group(2));
    }

    private static NewTensor tensor(String name, Tensor numbers) {
        return NewTensor.of(name, List.of((long) numbers.rows(), (long) numbers.columns()), numbers.toArray());
    }

    /// Returns `B` with its rows in Transformers' order, or from there in GGUF's.
    private static Tensor order(Trainable model, String weight, Tensor up, boolean toTransformers) {
        boolean queries = weight.endsWith(".attn_q.weight");
        if (!model.config().architecture().equals("llama") || !queries && !weight.endsWith(".attn_k.weight")) {
            return up;
        }
        var attention = model.config().attention(0);
        int width = attention.width();
        Tensor ordered = Tensor.zeros(up.shape());
        int rank = up.columns();
        for (int head = 0; head < (queries ? attention.heads() : attention.kvHeads()); head++) {
            for (int pair = 0; pair < width / 2; pair++) {
                for (int which = 0; which < 2; which++) {
                    int apart = head * width + which * (width / 2) + pair;
                    int beside = head * width + 2 * pair + which;
                    int from = toTransformers ? beside : apart;
                    int to = toTransformers ? apart : beside;
                    System.arraycopy(up.data(), up.offset() + from * rank, ordered.data(), to * rank, rank);
                }
            }
        }
        return ordered;
    }

    static Trainable read(Path folder, Trainable base) throws IOException {
        check(base);
        Path file = folder.resolve(CONFIG);
        if (Files.size(file) > LARGEST_CONFIG) {
            throw new ModelFileException(CONFIG, -1, "at most " + LARGEST_CONFIG + " bytes", "" + Files.size(file))
                    .in(file);
        }
        Lora.Settings settings;
        try (ModelFile tensors = Safetensors.open(folder.resolve(TENSORS))) {
            Map<String, StoredTensor> parts = parts(tensors);
            try {
                settings = settings(
                        new Options(RecipeReader.parse(Files.readString(file), CONFIG), CONFIG + ":", null),
                        parts.keySet(),
                        base);
            } catch (RecipeException e) {
                throw new ModelFileException(CONFIG, -1, "a LoRA adapter that is known here", e.getMessage()).in(file);
            }
            Trainable adapted = base.withLora(settings, 0);
            var unused = new LinkedHashSet<>(parts.keySet());
            for (var entry : adapted.adapters().entrySet()) {
                String weight = entry.getKey();
                fill(parts, weight + ".A", entry.getValue().down().value());
                fill(parts, weight + ".B", entry.getValue().up().value());
                Tensor up = entry.getValue().up().value();
                Tensor ordered = order(adapted, weight, up, false);
                System.arraycopy(ordered.toArray(), 0, up.data(), up.offset(), up.size());
                unused.remove(weight + ".A");
                unused.remove(weight + ".B");
            }
            boolean tied = !base.names().contains(Lora.OUTPUT);
            for (String weight : List.of(Lora.OUTPUT, Lora.EMBEDDING)) {
                if (unused.remove(weight)) {
                    fill(parts, weight, adapted.numbers(tied ? Lora.EMBEDDING : weight));
                }
            }
            if (!unused.isEmpty()) {
                throw new ModelFileException(
                        "tensor " + unused.getFirst(), -1, "adapters of the model's own layers only", "one more");
            }
            return adapted;
        } catch (ModelFileException e) {
            throw e.in(folder.resolve(TENSORS));
        }
    }

    /// Returns the tensors under the name of the weight beside which they stand, with `.A` or `.B`.
    private static Map<String, StoredTensor> parts(ModelFile file) throws ModelFileException {
        var parts = new LinkedHashMap<String, StoredTensor>();
        for (StoredTensor tensor : file.tensors().values()) {
            var whole = WHOLE.entrySet().stream()
                    .filter(each -> each.getValue().equals(tensor.name()))
                    .findFirst();
            if (whole.isPresent()) {
                parts.put(whole.get().getKey(), tensor);
                continue;
            }
            Matcher key = KEY.matcher(tensor.name());
            String kind = !key.matches()
                    ? null
                    : MODULES.entrySet().stream()
                            .filter(each -> each.getValue().endsWith("." + key.group(2)))
                            .map(Map.Entry::getKey)
                            .findFirst()
                            .orElse(null);
            if (kind == null) {
                throw new ModelFileException(
                        "tensor",
                        -1,
                        "lora_A and lora_B of a layer's "
                                + String.join(
                                        ", ", MODULES.values().stream().sorted().toList()),
                        Options.quoted(tensor.name()));
            }
            parts.put("blk." + Integer.parseInt(key.group(1)) + "." + kind + ".weight." + key.group(3), tensor);
        }
        return parts;
    }

    private static Lora.Settings settings(Options config, Set<String> parts, Trainable base) {
        if (!config.text("peft_type").equals("LORA")) {
            throw config.wrong("peft_type", "LORA", Options.quoted(config.text("peft_type")));
        }
        if (!config.text("bias", "none").equals("none")) {
            throw config.wrong("bias", "none", Options.quoted(config.text("bias")));
        }
        for (String way : OTHER_WAYS) {
            JsonElement value = config.tree().get(way);
            boolean off = value == null
                    || value instanceof JsonNull
                    || value.isJsonPrimitive() && value.getAsString().equals("false")
                    || value instanceof JsonObject object && object.isEmpty()
                    || value instanceof JsonArray array && array.isEmpty();
            if (!off) {
                throw config.wrong(way, "off, as it makes another computation of it", value.toString());
            }
        }
        int rank = config.integer("r", 1, MOST_RANK);
        double alpha = config.number("lora_alpha", 0, 1e6);
        // rank-stabilized adapters are divided by the root of the rank
        double scale = config.flag("use_rslora", false) ? Math.sqrt(rank) : 1;
        var targets = new LinkedHashSet<String>();
        parts.stream().filter(part -> !WHOLE.containsKey(part)).forEach(part -> targets.add(part.split("\\.")[2]));
        return new Lora.Settings(rank, (float) (alpha * scale), targets, savesEmbedding(config, parts, base));
    }

    /// Returns whether the embedding is saved as a whole. Where the output matrix is the embedding,
    /// PEFT changes only one of the two unless it is told to keep them tied, and that is another model
    /// than any here.
    private static boolean savesEmbedding(Options config, Set<String> parts, Trainable base) {
        List<String> saved = config.texts(SAVED);
        boolean known = saved.stream()
                .allMatch(module -> WHOLE.values().stream()
                        .anyMatch(tensor -> moduleOf(tensor).equals(module.substring(module.lastIndexOf('.') + 1))));
        if (!known) {
            throw config.wrong(SAVED, "embed_tokens and lm_head at most", saved.toString());
        }
        if (saved.isEmpty() != parts.stream().noneMatch(WHOLE::containsKey)) {
            throw config.wrong(SAVED, "the modules whose weights are in the file", saved.toString());
        }
        boolean tied = !base.names().contains(Lora.OUTPUT);
        if (!saved.isEmpty() && tied && !config.flag(TYING, false)) {
            throw config.wrong(TYING, "true, as this model's output matrix is its embedding", "false");
        }
        return !saved.isEmpty();
    }

    private static void fill(Map<String, StoredTensor> parts, String name, Tensor to) throws ModelFileException {
        StoredTensor stored = parts.get(name);
        List<Long> shape = Arrays.stream(to.shape()).mapToObj(Long::valueOf).toList();
        if (stored == null || !stored.shape().equals(shape)) {
            throw new ModelFileException(
                    "adapter " + name,
                    -1,
                    "the shape " + shape,
                    stored == null ? "no such tensor" : new ArrayList<>(stored.shape()).toString());
        }
        stored.format().decode(stored.data(), 0, to.data(), to.offset(), to.size());
    }
}
