package org.vitrina.chat;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.vitrina.chat.JinjaValues.MessageMap;
import org.vitrina.chat.Segment.Part;
import org.vitrina.show.Walk;
import org.vitrina.tokenize.Tokenizer;

/// Writes a conversation as the one text that a model was tuned on, by the template in the model's own file
/// ([Hugging Face on chat templates](https://huggingface.co/docs/transformers/chat_templating)).
///
/// Templates are programs in [Jinja](https://jinja.palletsprojects.com/en/stable/templates/). The part of
/// the
/// language that they use is run here by code of our own, which refuses the rest by name, reaches nothing
/// but the
/// messages and the variables below, and stops a template that would run on. It knows of every character
/// whether
/// the template wrote it or a message brought it, so that a message cannot pass for a token that steers
/// the model.
///
/// A template does not change and may be used by several threads at once.
public final class ChatTemplate {
    private static final int LONGEST = 1 << 20;

    private final String source;
    private final List<JinjaNode> nodes;
    private final Map<String, Object> variables;

    private ChatTemplate(String source, List<JinjaNode> nodes, Map<String, Object> variables) {
        this.source = source;
        this.nodes = nodes;
        this.variables = variables;
    }

    /// Returns the template with this source. `bos_token` and `eos_token` are empty unless [#with] sets
    /// them.
    ///
    /// @throws ChatTemplateException if it is no template, or uses what is not known here; the message says
    ///     the line
    public static ChatTemplate of(String jinja) {
        if (jinja.length() > LONGEST) {
            throw new ChatTemplateException(1, "it has " + jinja.length() + " characters, expected at most " + LONGEST);
        }
        return new ChatTemplate(jinja, JinjaParser.parse(jinja), Map.of())
                .with("bos_token", "")
                .with("eos_token", "");
    }

    /// Returns the template in a GGUF file's metadata, with the file's tokens of a beginning and an end.
    ///
    /// @param metadata as `ModelFile.metadata()` returns it
    /// @throws IllegalArgumentException if the file has none
    public static ChatTemplate of(Map<String, Object> metadata) {
        if (!(metadata.get("tokenizer.chat_template") instanceof String jinja)) {
            throw new IllegalArgumentException(
                    "this model's file has no chat template (tokenizer.chat_template): it may be"
                            + " a model that was not tuned to converse; ChatTemplate.of(String) takes a template of your own");
        }
        return of(jinja)
                .with("bos_token", token(metadata, "tokenizer.ggml.bos_token_id"))
                .with("eos_token", token(metadata, "tokenizer.ggml.eos_token_id"));
    }

    private static String token(Map<String, Object> metadata, String key) {
        return metadata.get("tokenizer.ggml.tokens") instanceof List<?> tokens
                        && metadata.get(key) instanceof Number id
                        && id.longValue() >= 0
                        && id.longValue() < tokens.size()
                        && tokens.get(id.intValue()) instanceof String text
                ? text
                : "";
    }

    /// Returns this template with `bos_token` and `eos_token` as `tokenizer` has them.
    public ChatTemplate with(Tokenizer tokenizer) {
        return with("bos_token", text(tokenizer, tokenizer.markers().begin()))
                .with("eos_token", text(tokenizer, tokenizer.markers().end()));
    }

    private static String text(Tokenizer tokenizer, OptionalInt id) {
        return id.isPresent() ? tokenizer.token(id.getAsInt()).text() : "";
    }

    /// Returns this template with a variable that it may use, such as `enable_thinking`.
    ///
    /// @param value null, a `Boolean`, a number, a `String`, or a `List` or `Map` of these
    public ChatTemplate with(String name, Object value) {
        var more = new LinkedHashMap<>(variables);
        more.put(name, JinjaGlobals.value(value, Traced.TEMPLATE));
        return new ChatTemplate(source, nodes, more);
    }

    /// Returns this template at a time of its own, for templates that write the date; otherwise it is now.
    public ChatTemplate at(LocalDateTime time) {
        var more = new LinkedHashMap<>(variables);
        more.put("strftime_now", JinjaGlobals.strftime(() -> time));
        return new ChatTemplate(source, nodes, more);
    }

    /// Returns the template as the file has it.
    public String source() {
        return source;
    }

    /// Returns `messages` as one text.
    ///
    /// @param addGenerationPrompt whether the text ends with how the model's next message begins
    /// @throws ChatTemplateException if the template refuses these messages, or cannot be run
    public String render(List<Message> messages, boolean addGenerationPrompt) {
        var text = new StringBuilder();
        segments(messages, addGenerationPrompt).forEach(segment -> text.append(segment.text()));
        return text.toString();
    }

    /// Returns that text in stretches, each of one origin.
    public List<Segment> segments(List<Message> messages, boolean addGenerationPrompt) {
        var all = new LinkedHashMap<String, Object>(JinjaGlobals.ALL);
        all.putAll(variables);
        var list = new ArrayList<Object>();
        for (Message message : messages) {
            var map = new MessageMap(list.size());
            map.put(Traced.template("role"), Traced.of(message.role(), 2 * list.size()));
            map.put(Traced.template("content"), Traced.of(message.content(), 2 * list.size() + 1));
            list.add(map);
        }
        all.put("messages", list);
        all.put("add_generation_prompt", addGenerationPrompt);
        var segments = new Segments();
        new JinjaRun(all, (text, message) -> text.forEachRun((run, origin) -> segments.add(run, origin, message)))
                .run(nodes);
        return segments.all();
    }

    /// Joins what is written piece by piece.
    private static final class Segments {
        private final List<Segment> done = new ArrayList<>();
        private final StringBuilder text = new StringBuilder();
        private Part part;
        private int message;

        void add(String run, int origin, int around) {
            Part from = origin == Traced.TEMPLATE ? Part.TEMPLATE : origin % 2 == 0 ? Part.ROLE : Part.CONTENT;
            int of = origin == Traced.TEMPLATE ? around : origin / 2;
            if (from != part || of != message) {
                end();
                part = from;
                message = of;
            }
            text.append(run);
        }

        private void end() {
            if (!text.isEmpty()) {
                done.add(new Segment(text.toString(), part, message));
                text.setLength(0);
            }
        }

        List<Segment> all() {
            end();
            return List.copyOf(done);
        }
    }

    /// Returns the ids of `messages`, and which of them belong to what. The text of a special token is
    /// such a token
    /// where the template wrote all of it; in a message it is plain text.
    public ChatTokens encode(List<Message> messages, boolean addGenerationPrompt, Tokenizer tokenizer) {
        return ChatTokens.of(messages, segments(messages, addGenerationPrompt), tokenizer);
    }

    /// Returns the walk from messages to text to tokens.
    public Walk<ChatStep> walk(List<Message> messages, boolean addGenerationPrompt, Tokenizer tokenizer) {
        ChatTokens tokens = encode(messages, addGenerationPrompt, tokenizer);
        return Walk.of("From messages to tokens", ChatStep.of(messages, tokens));
    }

    @Override
    public String toString() {
        return "a chat template of " + source.length() + " characters";
    }
}
