package org.vitrina.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.vitrina.chat.ChatTemplate;
import org.vitrina.chat.ChatTokens;
import org.vitrina.chat.Message;
import org.vitrina.transformer.LanguageModel;
import org.vitrina.transformer.Model;

/// A conversation with a model that was tuned to converse.
///
/// ```java
/// var chat = Conversation.with(model);
/// chat.say("What is a token?").text()
/// chat.say("And a byte?").text()
/// ```
///
/// Before every answer the template of the model writes all messages as one text, and the model goes on
/// with it. What it has read before is not read again. For one thread.
public final class Conversation {
    private final ChatTemplate template;
    private final Generator generator;
    private final Reading reading;
    private final List<Message> messages = new ArrayList<>();
    private int answers;

    private Conversation(ChatTemplate template, Generator generator) {
        this.template = Objects.requireNonNull(template, "template");
        this.generator = generator;
        reading = new Reading(generator.model());
    }

    /// Returns a conversation with `model`, by the template in its file, of answers of up to 512 tokens
    /// that are sampled with temperature 0.7 and top-p 0.9.
    ///
    /// @throws IllegalArgumentException if the file has no template
    public static Conversation with(Model model) {
        var sampling = Sampling.plain().temperature(0.7).topP(0.9);
        return with(
                ChatTemplate.of(model.metadata()),
                Generator.of(model).sampling(sampling).maxTokens(512));
    }

    /// Returns a conversation with the model of `generator`, by any template.
    public static Conversation with(ChatTemplate template, Generator generator) {
        return new Conversation(template.with(generator.model().tokenizer()), generator);
    }

    /// Returns a conversation without messages that is led as `how` says.
    ///
    /// @param how of the same model
    public Conversation led(Generator how) {
        if (how.model() != generator.model()) {
            throw new IllegalArgumentException(
                    "the conversation is with " + generator.model().name() + ", but the generator runs "
                            + how.model().name());
        }
        return new Conversation(template, how);
    }

    /// Begins anew, and tells the model this before the conversation; an empty text tells nothing.
    public Conversation system(String instruction) {
        messages.clear();
        answers = 0;
        if (!instruction.isEmpty()) {
            messages.add(Message.system(instruction));
        }
        return this;
    }

    /// Forgets all messages, but for what the model was told before.
    public void reset() {
        messages.removeIf(message -> !message.role().equals("system"));
        answers = 0;
    }

    /// Says something to the model and returns its answer.
    ///
    /// @throws IllegalArgumentException if the conversation has become longer than the model can hold; then
    ///     nothing was said
    public Generation say(String text) {
        return say(text, null);
    }

    /// Says something to the model, hands its answer piece by piece to `answer` as it comes, and returns
    /// it.
    ///
    /// @throws GenerationStopped if this thread was interrupted; what there is of the answer has been said
    public Generation say(String text, Consumer<String> answer) {
        int said = messages.size();
        messages.add(Message.user(text));
        try {
            int[] ids = template.encode(messages, true, model().tokenizer()).ids();
            Generation generation =
                    generator.seed(generator.sampling().seed() + answers).generate(reading, ids, answer);
            return answered(generation);
        } catch (GenerationStopped stopped) {
            answered(stopped.soFar());
            throw stopped;
        } finally {
            // a message without an answer would be one too many for the next
            if (messages.size() == said + 1) {
                messages.removeLast();
            }
        }
    }

    private Generation answered(Generation generation) {
        messages.add(Message.assistant(generation.text()));
        answers++;
        return generation;
    }

    private LanguageModel model() {
        return generator.model();
    }

    /// Returns all messages, the first one first; a copy.
    public List<Message> messages() {
        return List.copyOf(messages);
    }

    /// Returns the conversation as the tokens that the model reads, coloured by who says them.
    public ChatTokens tokens() {
        return template.encode(messages, false, model().tokenizer());
    }
}
