package org.vitrina.chat;

import java.util.Objects;

/// One message of a conversation.
///
/// @param role    who says it; templates know `system`, `user` and `assistant`, and some others
/// @param content what is said
public record Message(String role, String content) {
    public Message {
        Objects.requireNonNull(role, "a message needs a role, such as \"user\"");
        Objects.requireNonNull(content, "a message needs a content; an empty one is \"\"");
    }

    /// Returns what a person says.
    public static Message user(String content) {
        return new Message("user", content);
    }

    /// Returns what the model is told before the conversation.
    public static Message system(String content) {
        return new Message("system", content);
    }

    /// Returns what the model said.
    public static Message assistant(String content) {
        return new Message("assistant", content);
    }
}
