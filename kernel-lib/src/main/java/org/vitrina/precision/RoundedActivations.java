package org.vitrina.precision;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.vitrina.quantize.IntegerFormat;
import org.vitrina.quantize.QuantizedTensor;
import org.vitrina.tensor.Tensor;
import org.vitrina.transformer.Config;
import org.vitrina.transformer.Model;
import org.vitrina.transformer.Watcher;

/// Numbers that are rounded to symmetric integers while they flow through a model: a [Watcher]
/// replaces them.
///
/// This measures what the rounding loses. It saves neither time nor memory here; what it would save is
/// [#cacheBytes].
///
/// @param what  which numbers
/// @param bits  of an integer, 2 to 16
/// @param group how many neighbours share a scale; where they do not fill a row, as many as do
public record RoundedActivations(What what, int bits, int group) {
    /// Which numbers are rounded.
    public enum What {
        /// What matrices are multiplied with.
        INPUTS,
        /// Keys and values, as the cache keeps them.
        CACHE
    }

    /// @throws IllegalArgumentException if `bits` or `group` are none
    public RoundedActivations {
        if (bits < 2) throw new IllegalArgumentException("activations need 2 to 16 bits, but got " + bits);
        new IntegerFormat(bits, group, true);
    }

    /// Returns what matrices are multiplied with, rounded in groups of 32, as `Q8_0` does with weights.
    public static RoundedActivations inputs(int bits) {
        return new RoundedActivations(What.INPUTS, bits, 32);
    }

    /// Returns keys and values rounded in groups of 32.
    public static RoundedActivations cache(int bits) {
        return new RoundedActivations(What.CACHE, bits, 32);
    }

    /// Returns the name that tables have for it.
    public String name() {
        return (what == What.INPUTS ? "inputs in %d bits" : "cache in %d bits").formatted(bits);
    }

    /// Returns the bytes that the keys and values of `positions` tokens take with such integers.
    public long cacheBytes(Config config, int positions) {
        var heads = config.attention();
        long numbers = 2L * config.layers() * heads.kvHeads() * heads.width() * positions;
        return Math.round(numbers * new IntegerFormat(bits, group, true).bitsPerWeight() / 8);
    }

    private Pattern places(Model model) {
        return switch (what) {
            case INPUTS ->
                Watcher.pattern(
                        "blocks.*.ln1.hook_normalized",
                        "blocks.*.attn.hook_z",
                        "blocks.*.ln2.hook_normalized",
                        "blocks.*.mlp.hook_post",
                        "ln_final.hook_normalized");
            case CACHE ->
                Watcher.pattern(
                        model.config().rope() == null ? "blocks.*.attn.hook_k" : "blocks.*.attn.hook_rot_k",
                        "blocks.*.attn.hook_v");
        };
    }

    /// Returns `x` rounded, each row by itself.
    Tensor round(Tensor x) {
        int fitting = Math.min(group, x.columns());
        while (x.columns() % fitting != 0) fitting--;
        return QuantizedTensor.of(new IntegerFormat(bits, fitting, true), x).after();
    }

    /// Returns a watcher that rounds as all of `rounded` say.
    static Watcher watcher(Model model, List<RoundedActivations> rounded) {
        record Place(Pattern places, RoundedActivations how) {}
        List<Place> all = rounded.stream()
                .map(each -> new Place(each.places(model), each))
                .toList();
        return new Watcher() {
            private Stream<Place> at(String place) {
                return all.stream().filter(each -> each.places().matcher(place).matches());
            }

            @Override
            public boolean watches(String place) {
                return at(place).findAny().isPresent();
            }

            @Override
            public Tensor see(String place, Tensor value) {
                Tensor now = value;
                for (Place each : at(place).toList()) now = each.how().round(now);
                return now;
            }
        };
    }
}
