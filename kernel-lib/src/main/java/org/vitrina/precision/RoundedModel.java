package org.vitrina.precision;

import org.vitrina.tokenize.Tokenizer;
import org.vitrina.transformer.LanguageModel;
import org.vitrina.transformer.Model;
import org.vitrina.transformer.Watcher;

/// A model each reading of which is watched by one that replaces activations.
record RoundedModel(Model model, Watcher watcher) implements LanguageModel {
    @Override
    public String name() {
        return model.name();
    }

    @Override
    public Tokenizer tokenizer() {
        return model.tokenizer();
    }

    @Override
    public int vocabularySize() {
        return model.vocabularySize();
    }

    @Override
    public int contextLength() {
        return model.contextLength();
    }

    @Override
    public Session session() {
        return model.session(watcher);
    }
}
