package org.vitrina.tokenize;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingRegistry;
import com.knuddels.jtokkit.api.IntArrayList;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/// A published vocabulary with jtokkit's encoder.
///
/// Surrogates without a partner become `?` before jtokkit sees them. For most vocabularies it does the same
/// itself; its parser for cl100k would make three bytes of each that are not UTF-8.
final class JtokkitTokenizer implements Tokenizer {
    private static final EncodingRegistry REGISTRY = Encodings.newLazyEncodingRegistry();

    private final Published published;
    private final Encoding encoding;
    private final AddedTokens special;

    JtokkitTokenizer(Published published) {
        this.published = published;
        encoding = REGISTRY.getEncoding(published.type());
        special = AddedTokens.special(published.specialTokens());
    }

    @Override
    public String name() {
        return published.shortName();
    }

    @Override
    public String title() {
        return published.title();
    }

    @Override
    public int vocabularySize() {
        return published.size();
    }

    @Override
    public Map<String, Integer> specialTokens() {
        return special.special();
    }

    @Override
    public int[] encode(String text, Set<String> allowedSpecial) {
        var out = new IntList(text.length() / 3);
        special.read(text, allowedSpecial, Normalization.NONE, new AddedTokens.Reader() {
            @Override
            public void plain(String stretch, boolean start) {
                IntArrayList ids = encoding.encodeOrdinary(wellFormed(stretch));
                for (int i = 0; i < ids.size(); i++) {
                    out.add(ids.get(i));
                }
            }

            @Override
            public void token(int id) {
                out.add(id);
            }
        });
        return out.toArray();
    }

    @Override
    public byte[] bytes(int id) {
        if (special.has(id)) {
            return special.bytes(id);
        }
        if (!published.isInUse(id)) {
            throw new IllegalArgumentException("token " + id + " is not in the vocabulary of '" + name()
                    + "', whose ids are 0 to " + (vocabularySize() - 1) + ", not all of them in use");
        }
        var one = new IntArrayList(1);
        one.add(id);
        return encoding.decodeBytes(one);
    }

    @Override
    public String toString() {
        return name() + " (" + vocabularySize() + " tokens)";
    }

    private static String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
            }
        }
        return text;
    }
}
