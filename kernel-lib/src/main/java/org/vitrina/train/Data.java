package org.vitrina.train;

import java.util.List;
import java.util.function.Function;
import org.vitrina.chat.Message;
import org.vitrina.tokenize.Tokenizer;

/// What a model learns from, and what it is measured on and never learns from.
///
/// Texts, chats and pairs may stand side by side in one recipe; each becomes tokens in its own way.
public sealed interface Data {
    /// Documents, every token of which counts.
    ///
    /// @param training   what is learned from; each is followed by the token that ends a text
    /// @param validation what is measured
    record Texts(List<String> training, List<String> validation) implements Data {
        public Texts {
            training = List.copyOf(training);
            validation = List.copyOf(validation);
        }
    }

    /// Conversations, of which, unless the recipe says otherwise, only what the assistant says counts.
    record Chats(List<List<Message>> training, List<List<Message>> validation) implements Data {
        public Chats {
            training = List.copyOf(training);
            validation = List.copyOf(validation);
        }
    }

    /// Prompts with what shall follow; unless the recipe says otherwise, only that counts. No chat template
    /// is used: the completion is written directly behind the prompt, and then the token that ends a text.
    record Pairs(List<Pair> training, List<Pair> validation) implements Data {
        public Pairs {
            training = List.copyOf(training);
            validation = List.copyOf(validation);
        }
    }

    /// A prompt and what shall follow it.
    record Pair(String prompt, String completion) {}

    /// Data that make their batches themselves.
    ///
    /// @param training   returns what is learned from, as ids of a tokenizer
    /// @param validation returns what is measured
    record Made(Function<Request, Batches> training, Function<Request, List<Batch>> validation) implements Data {}

    /// What batches are asked for.
    ///
    /// @param tokenizer that of the model
    /// @param end       the id of the token that ends a text
    /// @param rows      how many rows a batch has
    /// @param tokens    how many tokens a row has at most
    /// @param seed      for everything random
    record Request(Tokenizer tokenizer, int end, int rows, int tokens, long seed) {}
}
