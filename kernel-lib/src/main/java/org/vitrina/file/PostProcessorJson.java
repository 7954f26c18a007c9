package org.vitrina.file;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// Reads `$.post_processor`: which tokens stand before and after a text.
final class PostProcessorJson {
    /// Finds the id of a token.
    @FunctionalInterface
    interface Ids {
        OptionalInt of(String text) throws ModelFileException;
    }

    private final Ids ids;
    private final List<Integer> before = new ArrayList<>();
    private final List<Integer> after = new ArrayList<>();

    PostProcessorJson(Ids ids) {
        this.ids = ids;
    }

    List<Integer> before() {
        return before;
    }

    List<Integer> after() {
        return after;
    }

    void read(JsonPart processor) throws ModelFileException {
        if (processor.isNothing()) {
            return;
        }
        switch (processor.at("type").text()) {
            case "Sequence" -> {
                for (JsonPart each : processor.at("processors").list()) {
                    read(each);
                }
            }
            case "ByteLevel" -> {} // concerns only where tokens stand in the text
            case "TemplateProcessing" -> readTemplate(processor);
            case "BertProcessing", "RobertaProcessing" -> {
                before.addFirst(pair(processor.at("cls")));
                after.add(pair(processor.at("sep")));
            }
            default ->
                throw processor
                        .at("type")
                        .unknown(
                                "a post-processor",
                                "ByteLevel",
                                "TemplateProcessing",
                                "BertProcessing",
                                "RobertaProcessing",
                                "Sequence");
        }
    }

    private int pair(JsonPart pair) throws ModelFileException {
        List<JsonPart> both = pair.list();
        if (both.size() != 2) {
            throw pair.wrong("a token and its id");
        }
        return both.getLast().number(TokenizerVocabulary.HIGHEST_ID);
    }

    private void readTemplate(JsonPart processor) throws ModelFileException {
        var front = new ArrayList<Integer>();
        boolean sequence = false;
        for (JsonPart part : processor.at("single").list()) {
            JsonPart special = part.at("SpecialToken");
            if (special.isNothing()) {
                if (sequence || !part.at("Sequence").at("id").text().equals("A")) {
                    throw part.wrong("the text, sequence A, once");
                }
                sequence = true;
                continue;
            }
            JsonPart listed =
                    processor.at("special_tokens").at(special.at("id").text()).at("ids");
            if (listed.isNothing()) {
                throw listed.wrong("the ids of that token");
            }
            for (JsonPart id : listed.list()) {
                (sequence ? after : front).add(id.number(TokenizerVocabulary.HIGHEST_ID));
            }
        }
        if (!sequence) {
            throw processor.at("single").wrong("a template with the text, sequence A");
        }
        before.addAll(0, front);
    }
}
