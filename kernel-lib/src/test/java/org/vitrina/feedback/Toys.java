package org.vitrina.feedback;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.vitrina.tensor.Workers;
import org.vitrina.tokenize.Tokenizer;
import org.vitrina.train.Trainable;
import org.vitrina.transformer.Config;

/// Models so small that what they do can be computed exactly: a few letters, answers of one or some of
/// them.
final class Toys {
    /// The letters by id; the point ends an answer.
    static final String LETTERS = "?!abc.<";

    static final int END = LETTERS.indexOf('.');
    static final Tokenizer TOKENIZER = new Letters();

    private Toys() {}

    record Letters() implements Tokenizer {
        @Override
        public String name() {
            return "letters";
        }

        @Override
        public int vocabularySize() {
            return LETTERS.length();
        }

        @Override
        public Map<String, Integer> specialTokens() {
            return Map.of();
        }

        @Override
        public int[] encode(String text, Set<String> allowedSpecial) {
            return text.chars().map(LETTERS::indexOf).toArray();
        }

        @Override
        public byte[] bytes(int id) {
            return LETTERS.substring(id, id + 1).getBytes(StandardCharsets.UTF_8);
        }
    }

    /// Returns a policy that has its own opinion: numbers larger than a model begins with.
    static Policy policy(int maxTokens, float temperature, int threads) {
        var model = Trainable.random(Config.llama(LETTERS.length(), 12, 16, 1, 2, 2, 24), 3);
        model.parameters().stream().filter(p -> p.value().shape().length > 1).forEach(p -> {
            for (int i = 0; i < p.value().size(); i++) p.value().data()[i] *= 1.5f;
        });
        return new Policy(model, TOKENIZER, new Policy.Settings(END, maxTokens, temperature), Workers.of(threads));
    }

    static Policy policy(int maxTokens) {
        return policy(maxTokens, 1, 1);
    }

    static Prompt prompt(String text) {
        return Prompt.of(TOKENIZER, text, given -> given.equals("b"));
    }

    /// Returns how likely each letter is to be the first of an answer: the softmax of what a session says.
    static double[] chances(Policy policy, Prompt prompt) {
        float[] logits = policy.model()
                .model("toy", TOKENIZER)
                .with(Workers.ONE)
                .session()
                .next(prompt.ids());
        double temperature = policy.settings().temperature();
        double[] chances = IntStream.range(0, logits.length)
                .mapToDouble(i -> Math.exp(logits[i] / temperature))
                .toArray();
        double sum = Arrays.stream(chances).sum();
        return Arrays.stream(chances).map(chance -> chance / sum).toArray();
    }

    /// Returns all the numbers that a policy has learned.
    static float[] numbers(Policy policy) {
        List<float[]> all = policy.model().parameters().stream()
                .map(parameter -> parameter.value().toArray())
                .toList();
        float[] numbers = new float[all.stream().mapToInt(part -> part.length).sum()];
        int at = 0;
        for (float[] part : all) {
            System.arraycopy(part, 0, numbers, at, part.length);
            at += part.length;
        }
        return numbers;
    }
}
