package org.vitrina.file;

/// What `$.decoder` says.
///
/// @param mark             what stands for a space in the texts of tokens
/// @param stripsFirstSpace whether a text begins without the space that was put before it
record DecoderJson(String mark, boolean stripsFirstSpace) {
    /// @param bytes whether the tokens are written in GPT-2's alphabet
    static DecoderJson read(JsonPart decoder, boolean bytes) throws ModelFileException {
        var nothing = new DecoderJson(" ", false);
        return decoder.isNothing() ? nothing : nothing.with(decoder, bytes);
    }

    private DecoderJson with(JsonPart decoder, boolean bytes) throws ModelFileException {
        return switch (decoder.at("type").text()) {
            case "ByteLevel" -> {
                if (!bytes) {
                    throw decoder.wrong("no ByteLevel decoder where the pre-tokenizer is not ByteLevel");
                }
                yield this;
            }
            case "Sequence" -> {
                DecoderJson all = this;
                for (JsonPart each : decoder.at("decoders").list()) {
                    all = all.with(each, bytes);
                }
                yield all;
            }
            case "Replace" -> {
                if (!decoder.at("content").text().equals(" ")) {
                    throw decoder.at("content").wrong("a space, the one replacement that is known here");
                }
                yield new DecoderJson(decoder.at("pattern").at("String").text(), stripsFirstSpace);
            }
            case "ByteFallback", "Fuse" -> this;
            case "Strip" -> {
                boolean isKnown = decoder.at("content").text().equals(" ")
                        && decoder.at("start").number(Integer.MAX_VALUE) <= 1
                        && decoder.at("stop").number(Integer.MAX_VALUE) == 0;
                if (!isKnown) {
                    throw decoder.wrong("one space to be stripped at the beginning, the one kind that is known here");
                }
                yield new DecoderJson(mark, decoder.at("start").number(1) == 1);
            }
            case "Metaspace" ->
                new DecoderJson(
                        decoder.at("replacement").textOr("\u2581"),
                        !decoder.at("prepend_scheme").textOr("always").equals("never")
                                && decoder.at("add_prefix_space").flagOr(true));
            default ->
                throw decoder.at("type")
                        .unknown(
                                "a decoder",
                                "ByteLevel",
                                "Replace",
                                "ByteFallback",
                                "Fuse",
                                "Strip",
                                "Metaspace",
                                "Sequence");
        };
    }
}
