package org.vitrina.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.vitrina.autograd.Parameter;
import org.vitrina.tensor.MatMul;
import org.vitrina.tensor.Tensor;
import org.vitrina.tensor.Workers;

/// Low-rank adaptation: the model stays as it is, and beside some of its matrices a narrow pair of matrices
/// learns what to add ([Hu et al. 2022, section 4.1](https://arxiv.org/abs/2106.09685)): `y = W x + (alpha
/// / r) B A x`.
public final class Lora {
    static final String EMBEDDING = "token_embd.weight";
    static final String OUTPUT = "output.weight";

    private Lora() {}

    /// How large adapters are and where they stand.
    ///
    /// @param rank      `r`, the width between the two matrices
    /// @param alpha     the product is multiplied with `alpha / rank`
    /// @param targets   the kinds of matrices that get one, as GGUF names them: `attn_q`, `attn_k`,
    ///     `attn_v`, `attn_output`, `ffn_gate`, `ffn_up`, `ffn_down`
    /// @param embedding whether the embedding of the tokens, and the output matrix where there is one,
    ///     learn as a whole beside the adapters: what tokens need that the model never read, as nothing
    ///     tells them apart (PEFT's `modules_to_save`)
    public record Settings(int rank, float alpha, Set<String> targets, boolean embedding) {
        private static final List<String> KINDS =
                List.of("attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down");

        public Settings {
            targets = Set.copyOf(targets);
            if (rank < 1 || targets.isEmpty() || !KINDS.containsAll(targets)) {
                throw new IllegalArgumentException("LoRA needs a rank of at least 1 and at least one target of "
                        + String.join(", ", KINDS) + ", but got rank " + rank + " and " + targets);
            }
        }

        public Settings(int rank, float alpha, Set<String> targets) {
            this(rank, alpha, targets, false);
        }

        /// Returns these settings with an embedding that learns, too.
        public Settings withEmbedding() {
            return new Settings(rank, alpha, targets, true);
        }

        /// Returns adapters of this rank beside the matrices of queries and values, as in the paper.
        public static Settings ofRank(int rank) {
            return new Settings(rank, 2f * rank, Set.of("attn_q", "attn_v"));
        }

        /// Returns whether a weight learns as a whole.
        boolean learns(String weight) {
            return embedding && (weight.equals(EMBEDDING) || weight.equals(OUTPUT));
        }

        boolean adapts(String weight) {
            String[] parts = weight.split("\\.");
            return parts.length == 4 && parts[3].equals("weight") && targets.contains(parts[2]);
        }
    }

    /// What is learned beside one matrix of shape `[out, in]`.
    ///
    /// @param down  `A`, shape `[r, in]`
    /// @param up    `B`, shape `[out, r]`
    /// @param scale `alpha / r`
    public record Adapter(Parameter down, Parameter up, float scale) {
        /// Returns `scale · B · A`, shape `[out, in]`: what the adapter adds to the matrix.
        public Tensor product() {
            Tensor product = Tensor.zeros(up.value().rows(), down.value().columns());
            MatMul.multiply(MatMul.Layout.NN, up.value(), down.value(), product, false, Workers.ONE);
            for (int i = 0; i < product.size(); i++) {
                product.data()[i] *= scale;
            }
            return product;
        }
    }

    /// Writes the adapters of `model` to `folder` as PEFT does: `adapter_config.json` and
    /// `adapter_model.safetensors`.
    ///
    /// @param base the name of the model that they belong to, as people find it
    /// @throws IllegalArgumentException if the model has none, or is of an architecture that PEFT keeps
    ///     otherwise
    public static void write(Trainable model, Path folder, String base) throws IOException {
        PeftFiles.write(model, folder, base);
    }

    /// Returns `base` with the adapters that PEFT, or [#write], wrote to `folder`; they learn on.
    ///
    /// @throws org.vitrina.file.ModelFileException if they do not fit the model, or compute something else
    public static Trainable read(Path folder, Trainable base) throws IOException {
        return PeftFiles.read(folder, base);
    }

    /// Returns adapters for those of `weights` that `settings` names. `A` begins with random numbers and
    /// `B` with zeros, so that at first nothing is added.
    static SequencedMap<String, Adapter> adapters(Map<String, Tensor> weights, Settings settings, long seed) {
        var adapters = new LinkedHashMap<String, Adapter>();
        weights.forEach((name, weight) -> {
            if (settings.adapts(name)) {
                Tensor down = Tensor.zeros(settings.rank(), weight.columns());
                RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom")
                        .create(seed * 0x9E3779B97F4A7C15L + name.hashCode());
                for (int i = 0; i < down.size(); i++) {
                    down.data()[i] = (float) (random.nextGaussian() / Math.sqrt(weight.columns()));
                }
                adapters.put(
                        name,
                        new Adapter(
                                new Parameter(name + ".lora_a", down),
                                new Parameter(name + ".lora_b", Tensor.zeros(weight.rows(), settings.rank())),
                                settings.alpha() / settings.rank()));
            }
        });
        return adapters;
    }
}
