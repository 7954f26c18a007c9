package org.vitrina.prompt;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.vitrina.tokenize.Tokenizer;
import org.vitrina.transformer.LanguageModel;

/// A model that wants anything: after each text it has logits drawn by lot.
record RandomModel(Tokenizer tokenizer, long seed, int contextLength, double spread) implements LanguageModel {
    RandomModel(Tokenizer tokenizer, long seed) {
        this(tokenizer, seed, 10_000, 3);
    }

    @Override
    public String name() {
        return "by lot";
    }

    @Override
    public int vocabularySize() {
        return tokenizer.vocabularySize();
    }

    @Override
    public Session session() {
        return new Lot(0);
    }

    private final class Lot implements Session {
        private int position;

        Lot(int position) {
            this.position = position;
        }

        @Override
        public int position() {
            return position;
        }

        @Override
        public float[] next(int... ids) {
            position += ids.length;
            RandomGenerator random =
                    RandomGeneratorFactory.of("L64X128MixRandom").create(seed * 10_007 + position);
            var logits = new float[vocabularySize()];
            for (int i = 0; i < logits.length; i++) logits[i] = (float) (spread * random.nextGaussian());
            return logits;
        }

        @Override
        public float[][] all(int... ids) {
            var all = new float[ids.length][];
            for (int i = 0; i < ids.length; i++) all[i] = next(ids[i]);
            return all;
        }

        @Override
        public void rewind(int to) {
            position = to;
        }

        @Override
        public Session fork() {
            return new Lot(position);
        }
    }
}
