package org.vitrina.prompt;

import java.util.BitSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.vitrina.generate.Candidates;
import org.vitrina.generate.Constraint;
import org.vitrina.generate.History;
import org.vitrina.tokenize.Tokenizer;

/// A grammar at work on the tokens of one vocabulary.
///
/// A token may be several characters of the grammar, or a part of one: only its bytes count. It is
/// allowed if the automaton can read them and tokens of the vocabulary lead on from there to an end, in
/// the room that is left. So there is no dead end, whatever the model says.
final class GrammarConstraint implements Constraint {
    private static final int NO_BOUND = Integer.MAX_VALUE;

    private final Grammar grammar;
    private final Tokenizer tokenizer;
    private final TokenTable tokens;
    private final int[] tokensToEnd;
    private final int most;
    private final Set<Integer> ends;

    /// By state, what can be read there; filled as states are come to.
    private final Map<Integer, TokenTable.Readable> readable;

    private GrammarConstraint(
            Grammar grammar,
            Tokenizer tokenizer,
            TokenTable tokens,
            int[] tokensToEnd,
            int most,
            Set<Integer> ends,
            Map<Integer, TokenTable.Readable> readable) {
        this.grammar = grammar;
        this.tokenizer = tokenizer;
        this.tokens = tokens;
        this.tokensToEnd = tokensToEnd;
        this.most = most;
        this.ends = ends;
        this.readable = readable;
    }

    static GrammarConstraint of(Grammar grammar, Tokenizer tokenizer) {
        var tokens = new TokenTable(tokenizer);
        int[] tokensToEnd = tokens.tokensToEnd(grammar.dfa());
        if (tokensToEnd[0] < 0) {
            throw new IllegalArgumentException("the tokenizer '" + tokenizer.name()
                    + "' has no tokens to write any text that " + grammar + " allows; does it know these characters?");
        }
        return new GrammarConstraint(
                grammar,
                tokenizer,
                tokens,
                tokensToEnd,
                NO_BOUND,
                tokenizer.markers().stops(),
                new ConcurrentHashMap<>());
    }

    @Override
    public Constraint within(int room, Set<Integer> endTokens) {
        if (room < 1 || tokensToEnd[0] > room) {
            throw new IllegalArgumentException(("the shortest text that %s allows has %,d tokens, but there is room for"
                            + " %,d; raise maxTokens, or shorten the prompt")
                    .formatted(grammar, tokensToEnd[0], room));
        }
        var within =
                new GrammarConstraint(grammar, tokenizer, tokens, tokensToEnd, room, Set.copyOf(endTokens), readable);
        if (endTokens.isEmpty() && within.isOver(0, 0)) {
            throw new IllegalArgumentException("of the texts that %s allows, only the empty one has room in %,d %s"
                            .formatted(grammar, room, room == 1 ? "token" : "tokens")
                    + ", and that needs no model; raise maxTokens");
        }
        return within;
    }

    @Override
    public boolean isWhole(History history) {
        return grammar.dfa().ends(state(history));
    }

    @Override
    public boolean isOver(History history) {
        return isOver(state(history), history.said().length);
    }

    private boolean isOver(int state, int said) {
        TokenTable.Readable here = readable(state);
        return grammar.dfa().ends(state) && IntStream.of(here.states()).noneMatch(target -> hasRoom(target, said));
    }

    /// Returns whether the text can become whole in the room that is left once a token has led to
    /// `state`.
    private boolean hasRoom(int state, int said) {
        return tokensToEnd[state] >= 0 && (most == NO_BOUND || said + 1 + tokensToEnd[state] <= most);
    }

    private int state(History history) {
        int state = 0;
        for (int id : history.said()) {
            state = grammar.dfa().next(state, tokenizer.bytes(id));
            if (state == Dfa.DEAD) {
                throw new IllegalStateException("token " + id + ", '"
                        + tokenizer.token(id).text() + "', was said, which "
                        + grammar
                        + " does not allow there; a sampler with a constraint reads only what it picked");
            }
        }
        return state;
    }

    private TokenTable.Readable readable(int state) {
        return readable.computeIfAbsent(state, s -> tokens.readable(grammar.dfa(), s));
    }

    @Override
    public void apply(Candidates candidates, History history) {
        int state = state(history);
        int said = history.said().length;
        var allowed = new BitSet(candidates.size());
        TokenTable.Readable here = readable(state);
        for (int i = 0; i < here.ids().length; i++) {
            if (hasRoom(here.states()[i], said)) {
                allowed.set(here.ids()[i]);
            }
        }
        for (int end : ends) {
            allowed.set(end, grammar.dfa().ends(state));
        }
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < candidates.size(); i++) {
            if (allowed.get(candidates.id(i))) {
                largest = Math.max(largest, candidates.logit(i));
            }
        }
        if (largest == Double.NEGATIVE_INFINITY) {
            throw new IllegalStateException(
                    allowed.isEmpty()
                            ? "the text is whole and nothing may follow, but there is no token to end it with; ask"
                                    + " isOver before the next token is picked"
                            : "the model excludes (a logit of negative infinity) all %,d tokens that %s allows here"
                                    .formatted(allowed.cardinality(), grammar));
        }
        candidates.keepIf(i -> allowed.get(candidates.id(i)));
    }

    @Override
    public String name() {
        return "grammar";
    }

    @Override
    public String setting() {
        return "grammar " + grammar;
    }

    @Override
    public String does() {
        return "keeps the tokens after which the text can still become one that it allows";
    }
}
