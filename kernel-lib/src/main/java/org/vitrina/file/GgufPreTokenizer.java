package org.vitrina.file;

import java.util.Arrays;
import java.util.List;
import org.vitrina.tokenize.PreTokenizer;
import org.vitrina.tokenize.RegexSplit;
import org.vitrina.tokenize.SplitPattern;
import org.vitrina.tokenize.SplitSequence;

/// The ways to cut a text that GGUF files name in `tokenizer.ggml.pre`; llama.cpp gave the names.
enum GgufPreTokenizer {
    GPT2(
            SplitPattern.GPT2,
            false,
            false,
            "gpt-2",
            "phi-2",
            "mpt",
            "olmo",
            "jais",
            "exaone4",
            "trillion",
            "granite-docling",
            "gigachat",
            "mellum",
            "modern-bert"),
    SMOLLM(
            SplitPattern.SMOLLM,
            false,
            false,
            "smollm",
            "starcoder",
            "refact",
            "command-r",
            "codeshell",
            "exaone",
            "minerva-7b",
            "mellum2"),
    LLAMA3(
            SplitPattern.CL100K,
            true,
            true,
            "llama-bpe",
            "llama3",
            "llama-v3",
            "falcon3",
            "falcon-h1",
            "pixtral",
            "midm-2.0",
            "lfm2"),
    CL100K(SplitPattern.CL100K, false, false, "dbrx", "smaug-bpe", "glm4", "chatglm-bpe"),
    QWEN2(
            SplitPattern.QWEN2,
            false,
            false,
            "qwen2",
            "deepseek-r1-qwen",
            "stablelm2",
            "megrez",
            "hunyuan",
            "solar-open",
            "grok-2"),
    O200K(SplitPattern.O200K, false, false, "gpt-4o", "llama4", "kanana2"),
    TEKKEN(
            RegexSplit.isolating(
                    "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+"
                            + "|[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*|\\p{N}"
                            + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"),
            true,
            true,
            "tekken"),
    DEEPSEEK_V3(
            SplitSequence.of(
                    RegexSplit.isolating("\\p{N}{1,3}"),
                    RegexSplit.isolating("[\u4E00-\u9FA5\u3040-\u309F\u30A0-\u30FF]+"),
                    RegexSplit.isolating("[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+"
                            + "|[^\\r\\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+| ?[\\p{P}\\p{S}]+[\\r\\n]*"
                            + "|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+")),
            false,
            false,
            "deepseek-v3",
            "hunyuan-dense"),
    FALCON(
            SplitSequence.of(
                    RegexSplit.isolating("[\\p{P}$+<=>^~|`]+"),
                    SplitPattern.GPT2,
                    RegexSplit.isolating("[0-9][0-9][0-9]")),
            false,
            false,
            "falcon"),
    DEFAULT(
            SplitSequence.of(
                    RegexSplit.isolating("[\\p{P}$+<=>^~|]+"),
                    SplitPattern.GPT2,
                    RegexSplit.isolating("\\p{N}+"),
                    RegexSplit.isolating("[0-9][0-9][0-9]")),
            false,
            false,
            "default");

    private final PreTokenizer split;
    private final boolean wholePieces;
    private final boolean addsBegin;
    private final List<String> names;

    GgufPreTokenizer(PreTokenizer split, boolean wholePieces, boolean addsBegin, String... names) {
        this.split = split;
        this.wholePieces = wholePieces;
        this.addsBegin = addsBegin;
        this.names = List.of(names);
    }

    /// @throws ModelFileException if the name is not known here
    static GgufPreTokenizer named(String name) throws ModelFileException {
        return Arrays.stream(values())
                .filter(kind -> kind.names.contains(name))
                .findFirst()
                .orElseThrow(() -> new ModelFileException(
                        GgufTokenizer.PRE,
                        -1,
                        "one of "
                                + String.join(
                                        ", ",
                                        Arrays.stream(values())
                                                .flatMap(kind -> kind.names.stream())
                                                .toList()),
                        "'" + name + "'"));
    }

    /// Returns the name that files of this kind mostly have.
    String firstName() {
        return names.getFirst();
    }

    /// Returns the name of the way that cuts as `split` does.
    ///
    /// @param wholePieces whether a piece that is a token as a whole is that token
    /// @throws IllegalArgumentException if GGUF has no name for it
    static String nameOf(PreTokenizer split, boolean wholePieces) {
        return Arrays.stream(values())
                .filter(kind -> kind.split.equals(split) && kind.wholePieces == wholePieces)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "GGUF has no name for texts cut as " + split + " does; train with SplitPattern.GPT2"))
                .firstName();
    }

    PreTokenizer split() {
        return split;
    }

    /// Returns whether a piece that is a token as a whole is that token.
    boolean wholePieces() {
        return wholePieces;
    }

    /// Returns whether a text begins with the token of a beginning, unless the file says otherwise.
    boolean addsBegin() {
        return addsBegin;
    }
}
