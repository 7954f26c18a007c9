package org.vitrina.file;

import java.util.Set;

/// Texts of tokens that end a turn or a text, whatever a file says of their kind.
final class StopTokens {
    static final Set<String> TEXTS = Set.of(
            "<|eot_id|>",
            "<|im_end|>",
            "<|end|>",
            "<end_of_turn>",
            "<|endoftext|>",
            "<|end_of_text|>",
            "<|eom_id|>",
            "<EOT>",
            "_<EOT>",
            "<\uFF5Cend\u2581of\u2581sentence\uFF5C>");

    private StopTokens() {}
}
