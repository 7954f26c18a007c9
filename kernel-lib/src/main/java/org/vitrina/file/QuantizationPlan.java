package org.vitrina.file;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import org.vitrina.quantize.Format;
import org.vitrina.quantize.Formats;

/// Which tensors of a model are quantized to what.
///
/// The rules are llama.cpp's for `--pure`: matrices whose name ends in `weight` get the format; norms,
/// biases, anything with a single axis, position embeddings, the gates that choose experts and a few other
/// small matrices stay as they are. Where rows are no whole number of blocks, the format is replaced by one
/// with smaller blocks and at least as many bits: `Q2_K` and `Q3_K` by `Q4_0`, `Q4_K` by `Q5_0`, `Q5_K` by
/// `Q5_1`, `Q6_K` by `Q8_0`, and what does not fit even then by `F16`. A plan may keep tensors, or give
/// them another format, by patterns.
public final class QuantizationPlan {
    /// Parts of the names of matrices that llama.cpp does not quantize.
    private static final Pattern LEFT_ALONE = Pattern.compile(
            "_norm\\.weight|ffn_gate_inp\\.weight|ffn_gate_tid2eid\\.weight|altup|laurel|per_layer_model_proj"
                    + "|^position_embd\\.weight$|^token_types\\.weight$|ssm_conv1d|shortconv\\.conv\\.weight"
                    + "|indexer\\.[kq]_proj\\.weight|time_mix_(first|w[012]|v[012]|a[012]|g[12]|decay_w[12]|lerp_fused)\\.weight"
                    + "|attn_rel_b\\.weight|\\.position_embd|\\.rel_pos|\\.patch_embd|\\.patch_merger");

    /// What takes the place of a format whose blocks do not fit.
    private static final Map<Format, Format> INSTEAD = Map.of(
            Formats.Q2_K, Formats.Q4_0,
            Formats.Q3_K, Formats.Q4_0,
            Formats.Q4_K, Formats.Q5_0,
            Formats.Q5_K, Formats.Q5_1,
            Formats.Q6_K, Formats.Q8_0);

    /// What a tensor becomes, and why if that is not the format of the plan.
    ///
    /// @param format the format that the tensor will have
    /// @param why    empty where it is the one that was asked for
    public record Choice(Format format, String why) {}

    private final Format format;
    private final List<Pattern> kept;
    private final SequencedMap<Pattern, Format> others;

    private QuantizationPlan(Format format, List<Pattern> kept, SequencedMap<Pattern, Format> others) {
        this.format = format;
        this.kept = List.copyOf(kept);
        this.others = new LinkedHashMap<>(others);
    }

    /// Returns a plan that gives every matrix the format `format`.
    public static QuantizationPlan to(Format format) {
        return new QuantizationPlan(format, List.of(), new LinkedHashMap<>());
    }

    /// Returns this plan, but for tensors in whose name `pattern` is found: they stay as they are.
    public QuantizationPlan keeping(Pattern pattern) {
        var more = new ArrayList<>(kept);
        more.add(pattern);
        return new QuantizationPlan(format, more, others);
    }

    /// Returns this plan, but for matrices in whose name `pattern` is found: they get another format. The
    /// first pattern that is found counts.
    public QuantizationPlan with(Pattern pattern, Format other) {
        var more = new LinkedHashMap<>(others);
        more.put(pattern, other);
        return new QuantizationPlan(format, kept, more);
    }

    /// Returns the format that matrices get.
    public Format format() {
        return format;
    }

    /// Returns what `tensor` becomes.
    public Choice choose(StoredTensor tensor) {
        String name = tensor.name();
        if (kept.stream().anyMatch(pattern -> pattern.matcher(name).find())) {
            return new Choice(tensor.format(), "kept");
        }
        if (!isMatrix(tensor)) {
            return new Choice(tensor.format(), "one axis");
        }
        if (!name.endsWith("weight") || LEFT_ALONE.matcher(name).find()) {
            return new Choice(tensor.format(), "small");
        }
        Optional<Format> other = others.entrySet().stream()
                .filter(entry -> entry.getKey().matcher(name).find())
                .map(Map.Entry::getValue)
                .findFirst();
        return fitting(other.orElse(format), tensor.shape().getLast());
    }

    /// A tensor is a matrix if an axis but the innermost is longer than 1.
    private static boolean isMatrix(StoredTensor tensor) {
        List<Long> shape = tensor.shape();
        return shape.size() > 1 && shape.subList(0, shape.size() - 1).stream().anyMatch(length -> length > 1);
    }

    private static Choice fitting(Format wanted, long row) {
        if (row % wanted.blockSize() == 0) {
            return new Choice(wanted, "");
        }
        String why = "rows of %d are no whole blocks of %s".formatted(row, wanted.name());
        Format instead = INSTEAD.get(wanted);
        return new Choice(instead != null && row % instead.blockSize() == 0 ? instead : Formats.F16, why);
    }
}
