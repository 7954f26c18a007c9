package org.vitrina.chat;

/// Says what is wrong with a chat template, or why it refuses a conversation.
public final class ChatTemplateException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    ChatTemplateException(int line, String message) {
        super("chat template, line " + line + ": " + message);
    }
}
