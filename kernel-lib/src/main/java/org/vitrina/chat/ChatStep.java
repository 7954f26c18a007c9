package org.vitrina.chat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.vitrina.chat.Segment.Part;
import org.vitrina.show.Figure;
import org.vitrina.show.Step;

/// What happens between a conversation and the tokens that a model reads.
public sealed interface ChatStep extends Step {
    /// The template wrote a message.
    ///
    /// @param number   counts messages from 1
    /// @param segments what stands in the text because of it
    record MessageWritten(int number, Message message, List<Segment> segments) implements ChatStep {
        static final String NAME = "chat.message";

        @Override
        public String name() {
            return NAME;
        }

        /// Returns how many characters of the text come from the message's content.
        public int fromContent() {
            return length(segments, Part.CONTENT);
        }

        @Override
        public String caption() {
            int all = segments.stream()
                    .mapToInt(segment -> segment.text().length())
                    .sum();
            return segments.isEmpty()
                    ? "Message %d, of the role '%s', is not written by this template.".formatted(number, message.role())
                    : "Message %d, of the role '%s', becomes %d characters: %d of its %d, and %d that the template adds."
                            .formatted(
                                    number,
                                    message.role(),
                                    all,
                                    fromContent(),
                                    message.content().length(),
                                    all - fromContent());
        }

        @Override
        public SequencedMap<String, Object> values() {
            var values = new LinkedHashMap<String, Object>();
            values.put("number", number);
            values.put("role", message.role());
            values.put("content", message.content());
            values.put("characters of the message", fromContent());
            values.put("characters of the template", length(segments, Part.TEMPLATE) + length(segments, Part.ROLE));
            return values;
        }

        @Override
        public Figure figure() {
            return strip("message " + number, segments);
        }
    }

    /// All is one text.
    record TextWritten(List<Segment> segments) implements ChatStep {
        static final String NAME = "chat.text";

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String caption() {
            int content = length(segments, Part.CONTENT);
            int all = content + length(segments, Part.ROLE) + length(segments, Part.TEMPLATE);
            return "The conversation is one text of %d characters, of which people and model wrote %d."
                    .formatted(all, content);
        }

        @Override
        public SequencedMap<String, Object> values() {
            var values = new LinkedHashMap<String, Object>();
            values.put(
                    "text", String.join("", segments.stream().map(Segment::text).toList()));
            return values;
        }

        @Override
        public Figure figure() {
            return strip("the whole text", segments);
        }
    }

    /// The text was cut into tokens.
    record TokensMade(ChatTokens tokens) implements ChatStep {
        static final String NAME = "chat.tokens";

        @Override
        public String name() {
            return NAME;
        }

        /// Returns how many tokens steer the model.
        public long special() {
            return tokens.tokens().stream()
                    .filter(ChatTokens.ChatToken::special)
                    .count();
        }

        /// Returns how many tokens are of what was said.
        public long ofContent() {
            return tokens.tokens().stream()
                    .filter(token -> token.part() == Part.CONTENT)
                    .count();
        }

        @Override
        public String caption() {
            return "The model reads %d tokens: %d special ones, which only the template may write, %d of what was said, and "
                            .formatted(tokens.tokens().size(), special(), ofContent())
                    + "%d others of the template.".formatted(tokens.tokens().size() - special() - ofContent());
        }

        @Override
        public SequencedMap<String, Object> values() {
            var values = new LinkedHashMap<String, Object>();
            values.put("tokens", tokens.tokens().size());
            values.put("special", special());
            values.put("of the messages", ofContent());
            values.put("ids", tokens.ids());
            return values;
        }

        @Override
        public Figure figure() {
            return tokens.strip();
        }
    }

    static List<ChatStep> of(List<Message> messages, ChatTokens tokens) {
        var steps = new ArrayList<ChatStep>();
        for (int i = 0; i < messages.size(); i++) {
            int number = i;
            steps.add(new MessageWritten(
                    i + 1,
                    messages.get(i),
                    tokens.segments().stream()
                            .filter(segment -> segment.message() == number)
                            .toList()));
        }
        steps.add(new TextWritten(tokens.segments()));
        steps.add(new TokensMade(tokens));
        return steps;
    }

    private static int length(List<Segment> segments, Part part) {
        return segments.stream()
                .filter(segment -> segment.part() == part)
                .mapToInt(segment -> segment.text().length())
                .sum();
    }

    private static Figure.TokenStrip strip(String title, List<Segment> segments) {
        return new Figure.TokenStrip(
                title,
                segments.stream()
                        .map(segment -> new Figure.Cell(
                                segment.text(),
                                switch (segment.part()) {
                                    case TEMPLATE -> "template";
                                    case ROLE -> "role";
                                    case CONTENT -> "content";
                                },
                                segment.part() == Part.CONTENT))
                        .toList());
    }
}
