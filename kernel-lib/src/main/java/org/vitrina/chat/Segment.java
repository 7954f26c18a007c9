package org.vitrina.chat;

/// A stretch of a rendered conversation.
///
/// @param text    as it stands there
/// @param part    where it comes from
/// @param message the message that it belongs to, from 0; -1 for what the template writes around them
public record Segment(String text, Part part, int message) {
    /// Where a text comes from.
    public enum Part {
        /// The template itself; only here is the text of a special token such a token.
        TEMPLATE,
        /// The role of a message.
        ROLE,
        /// What a message says. Whatever it is, it is plain text.
        CONTENT
    }
}
