package org.vitrina.precision;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32;
import org.vitrina.quantize.InputMoments;
import org.vitrina.show.Progress;
import org.vitrina.tensor.Tensor;
import org.vitrina.transformer.Model;
import org.vitrina.transformer.Watcher;

/// What each matrix of a model is multiplied with while the model reads a text.
public final class Calibration {
    /// What the moments of all matrices may take together.
    private static final long MOST_BYTES = 1L << 30;

    private static final int READ_AT_ONCE = 128;

    private final String name;
    private final Map<String, InputMoments> moments;

    private Calibration(String name, Map<String, InputMoments> moments) {
        this.name = name;
        this.moments = moments;
    }

    /// Reads `text`, or its beginning, in pieces as long as the model's context.
    ///
    /// The text should be like what the model will be used for, and must not be the text that it is
    /// measured on afterwards.
    ///
    /// @param tokens how many tokens are read at most
    /// @throws IllegalArgumentException if the model is so large that the moments of its inputs
    ///     take more than a gigabyte, or the text is empty
    public static Calibration of(Model model, String text, int tokens) {
        int[] all = model.tokenizer().encode(text);
        int[] ids = Arrays.copyOf(all, Math.min(all.length, tokens));
        if (ids.length == 0) throw new IllegalArgumentException("calibration needs a text of at least one token");
        var config = model.config();
        long asked = (long) config.attention().heads() * config.attention().width();
        long bytes = 4
                * config.layers()
                * (2L * config.width() * config.width() + asked * asked + (long) config.hidden() * config.hidden());
        if (bytes > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "the moments of the inputs of '%s' take %,d bytes, and calibration here takes %,d at most; take a smaller model"
                            .formatted(model.name(), bytes, MOST_BYTES));
        }
        var atPlaces = new HashMap<String, InputMoments>();
        var watcher = new Watcher() {
            @Override
            public boolean watches(String place) {
                return place.endsWith(".hook_normalized") || place.endsWith(".hook_z") || place.endsWith(".hook_post");
            }

            @Override
            public Tensor see(String place, Tensor value) {
                atPlaces.computeIfAbsent(place, _ -> new InputMoments(value.columns()))
                        .add(value);
                return value;
            }
        };
        try (var task = Progress.task("calibrating", ids.length)) {
            int window = model.contextLength();
            for (int from = 0; from < ids.length; from += window) {
                var session = model.session(watcher);
                for (int at = from; at < Math.min(ids.length, from + window); at += READ_AT_ONCE) {
                    int to = Math.min(Math.min(ids.length, from + window), at + READ_AT_ONCE);
                    session.all(Arrays.copyOfRange(ids, at, to));
                    task.at(to);
                }
            }
        }
        var checksum = new CRC32();
        checksum.update(Arrays.toString(ids).getBytes(StandardCharsets.UTF_8));
        return new Calibration(
                "(%d tokens, %08x)".formatted(ids.length, checksum.getValue()), ofMatrices(model, atPlaces));
    }

    private static Map<String, InputMoments> ofMatrices(Model model, Map<String, InputMoments> atPlaces) {
        var moments = new HashMap<String, InputMoments>();
        for (int layer = 0; layer < model.config().layers(); layer++) {
            String from = "blocks." + layer + ".";
            String to = "blk." + layer + ".";
            for (String read : new String[] {"attn_q", "attn_k", "attn_v"}) {
                moments.put(to + read + ".weight", atPlaces.get(from + "ln1.hook_normalized"));
            }
            moments.put(to + "attn_output.weight", atPlaces.get(from + "attn.hook_z"));
            for (String read : new String[] {"ffn_gate", "ffn_up"}) {
                moments.put(to + read + ".weight", atPlaces.get(from + "ln2.hook_normalized"));
            }
            moments.put(to + "ffn_down.weight", atPlaces.get(from + "mlp.hook_post"));
        }
        moments.put(model.transformer().output().name(), atPlaces.get("ln_final.hook_normalized"));
        return moments;
    }

    /// Returns how much was read, and a checksum of it.
    public String name() {
        return name;
    }

    /// Returns what the matrix was multiplied with.
    ///
    /// @param tensor its name in GGUF
    /// @throws IllegalArgumentException if the model multiplies with no such matrix
    public InputMoments of(String tensor) {
        InputMoments found = moments.get(tensor);
        if (found == null) {
            throw new IllegalArgumentException("nothing was multiplied with '" + tensor
                    + "' during calibration; quantize only matrices that are multiplied with");
        }
        return found;
    }
}
