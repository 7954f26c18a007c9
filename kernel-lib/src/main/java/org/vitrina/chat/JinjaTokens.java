package org.vitrina.chat;

import java.util.List;
import org.vitrina.chat.JinjaToken.Kind;

/// The tokens of a template, read one after the other.
final class JinjaTokens {
    private final List<JinjaToken> tokens;
    private int at;

    JinjaTokens(List<JinjaToken> tokens) {
        this.tokens = tokens;
    }

    JinjaToken peek() {
        return tokens.get(at);
    }

    JinjaToken peekSecond() {
        return tokens.get(Math.min(at + 1, tokens.size() - 1));
    }

    JinjaToken next() {
        JinjaToken token = tokens.get(at);
        at = Math.min(at + 1, tokens.size() - 1);
        return token;
    }

    boolean take(String operator) {
        return takeIf(peek().isOperator(operator));
    }

    boolean takeName(String name) {
        return takeIf(peek().isName(name));
    }

    private boolean takeIf(boolean takes) {
        if (takes) {
            next();
        }
        return takes;
    }

    void expect(String operator) {
        if (!take(operator)) {
            throw wrong("'" + operator + "'");
        }
    }

    JinjaToken expect(Kind kind, String what) {
        if (peek().kind() != kind) {
            throw wrong(what);
        }
        return next();
    }

    ChatTemplateException wrong(String expected) {
        return new ChatTemplateException(peek().line(), "expected " + expected + ", found " + peek().shown());
    }
}
