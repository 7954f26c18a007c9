package org.vitrina.generate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vitrina.show.Observer;
import org.vitrina.show.Progress;
import org.vitrina.show.Walk;
import org.vitrina.transformer.LanguageModel;

/// Looks for the likeliest text instead of picking one token after the other: beam search
/// ([Lowerre 1976](https://doi.org/10.21236/ADA035146); [Sutskever et al. 2014, section
/// 3.2](https://arxiv.org/abs/1409.3215)).
///
/// At each step all beams go on in every way that the model gives, and the likeliest of all these texts, as
/// many as the width says, are the next beams. A width of 1 is the greedy choice; a width that nothing
/// falls out of finds the likeliest text there is.
///
/// Texts of different lengths are compared by `log-probability / length^penalty` ([Wu et al. 2016, section
/// 7](https://arxiv.org/abs/1609.08144) has a similar one): with 0 short texts win, with 1 the mean counts.
/// The search ends when no beam can become better any more than the texts that have ended.
public final class BeamSearch {
    private final LanguageModel model;
    private final int width;
    private final double lengthPenalty;
    private final int maxTokens;
    private final Set<Integer> ends;

    private BeamSearch(LanguageModel model, int width, double lengthPenalty, int maxTokens, Set<Integer> ends) {
        if (width < 1) {
            throw new IllegalArgumentException("a beam search has a width of at least 1, but width is " + width);
        }
        if (!Double.isFinite(lengthPenalty)) {
            throw new IllegalArgumentException(
                    "the length penalty is the power of a text's length that its log-probability is divided by, a finite"
                            + " number, but is " + lengthPenalty);
        }
        if (maxTokens < 1) {
            throw new IllegalArgumentException(
                    "a text of at least 1 token can be searched for, but maxTokens is " + maxTokens);
        }
        this.model = model;
        this.width = width;
        this.lengthPenalty = lengthPenalty;
        this.maxTokens = maxTokens;
        this.ends = Set.copyOf(ends);
    }

    /// Returns a search of width 4 for texts of up to 20 tokens, compared by the mean log-probability of
    /// their tokens. A text ends with the tokens by which the model ends one.
    public static BeamSearch of(LanguageModel model) {
        return new BeamSearch(model, 4, 1, 20, model.tokenizer().markers().stops());
    }

    /// @param beams how many texts are followed at once
    public BeamSearch width(int beams) {
        return new BeamSearch(model, beams, lengthPenalty, maxTokens, ends);
    }

    /// @param power 0 compares the probabilities of whole texts, 1 the means over their tokens; above that,
    ///     longer texts win
    public BeamSearch lengthPenalty(double power) {
        return new BeamSearch(model, width, power, maxTokens, ends);
    }

    /// @param tokens how long a text may become
    public BeamSearch maxTokens(int tokens) {
        return new BeamSearch(model, width, lengthPenalty, tokens, ends);
    }

    /// @param ids the tokens that end a text, in place of the model's own
    public BeamSearch endTokens(int... ids) {
        var tokens = Set.copyOf(Arrays.stream(ids).boxed().toList());
        return new BeamSearch(model, width, lengthPenalty, maxTokens, tokens);
    }

    /// Returns the best texts that follow `prompt`, and the tree of the search.
    public Beams search(String prompt) {
        return search(prompt, Observer.NONE);
    }

    /// Returns the best texts that follow `prompt`, and tells `watch` of each step ([BeamStep]).
    public Beams search(String prompt, Observer watch) {
        int[] ids = Prompts.ids(model, prompt, Set.of());
        var text = new TokenText(model.tokenizer());
        var root = new BeamNode(null, -1, 0, 0);
        var ended = new ArrayList<BeamNode>();
        LanguageModel.Session session = model.session();
        List<Beam> beams = List.of(new Beam(root, session, session.next(ids)));
        try (var task = Progress.task("searching", 0)) {
            for (int depth = 1; depth <= maxTokens && !beams.isEmpty(); depth++) {
                List<BeamNode> ways = ways(beams);
                List<BeamNode> next = chosen(ways, ended);
                int step = depth;
                watch.step(BeamStep.NAME, () -> BeamStep.of(step, prompt, root, ways, text));
                ways.stream().filter(way -> way.state == BeamNode.State.DROPPED).forEach(BeamNode::remove);
                task.at(depth);
                if (depth == maxTokens) {
                    next.forEach(node -> node.state = BeamNode.State.CUT_SHORT);
                    ended.addAll(next);
                    break;
                }
                if (isDecided(next, ended)) {
                    break;
                }
                beams = read(beams, next);
            }
        }
        ended.sort(Comparator.comparingDouble((BeamNode node) -> -score(node)));
        List<BeamNode> best = ended.subList(0, Math.min(width, ended.size()));
        return new Beams(
                model.name(),
                prompt,
                root,
                best.stream().map(node -> hypothesis(node)).toList(),
                text);
    }

    /// Returns the walk over the search for what follows `prompt`, token by token.
    public Walk<BeamStep> walk(String prompt) {
        var recorder = Walk.recorder();
        search(prompt, recorder);
        return recorder.walk("Beam search, width %d: '%s'".formatted(width, prompt), BeamStep.class);
    }

    /// A text that is followed: where the model has read it, and what it says of the next token.
    private record Beam(BeamNode node, LanguageModel.Session session, float[] logits) {}

    /// Returns the likeliest ways to go on from all beams, the likeliest first.
    private List<BeamNode> ways(List<Beam> beams) {
        var ways = new ArrayList<BeamNode>();
        for (Beam beam : beams) {
            var candidates = new Candidates(beam.logits);
            // as many as could be chosen even if the likeliest are the ends of texts, and some to see what was dropped
            for (int i : candidates.likeliest(width + Math.max(width, ends.size()))) {
                double p = candidates.probability(i);
                if (p > 0) {
                    ways.add(beam.node.child(candidates.id(i), StrictMath.log(p)));
                }
            }
        }
        // the sort is stable: of equally likely ones the better beam's comes first, then the lower id
        ways.sort(Comparator.comparingDouble((BeamNode node) -> -node.logProbability));
        return ways;
    }

    /// Chooses the next beams. Texts that end are put to those that have ended, if they are among the first
    /// `width`.
    private List<BeamNode> chosen(List<BeamNode> ways, List<BeamNode> ended) {
        var next = new ArrayList<BeamNode>();
        for (int rank = 0; rank < ways.size(); rank++) {
            BeamNode way = ways.get(rank);
            if (ends.contains(way.id)) {
                way.state = rank < width ? BeamNode.State.ENDED : BeamNode.State.DROPPED;
                if (rank < width) {
                    ended.add(way);
                }
            } else if (next.size() < width) {
                way.state = BeamNode.State.KEPT;
                next.add(way);
            } else {
                way.state = BeamNode.State.DROPPED;
            }
        }
        return next;
    }

    /// Returns whether no beam can become better than the worst of the `width` best texts that have ended.
    /// A log-probability only falls; a score is highest at the length at which the divisor helps most.
    private boolean isDecided(List<BeamNode> beams, List<BeamNode> ended) {
        if (ended.size() < width || beams.isEmpty()) {
            return false;
        }
        double worst = ended.stream()
                .mapToDouble(this::score)
                .map(score -> -score)
                .sorted()
                .limit(width)
                .map(score -> -score)
                .min()
                .orElseThrow();
        BeamNode best = beams.getFirst();
        int length = lengthPenalty > 0 ? maxTokens : best.length + 1;
        return worst >= best.logProbability / Math.pow(length, lengthPenalty);
    }

    private double score(BeamNode node) {
        return node.logProbability / Math.pow(node.length, lengthPenalty);
    }

    /// Reads the token of each chosen way, in the session of its beam, which is forked while others need
    /// it.
    private List<Beam> read(List<Beam> beams, List<BeamNode> next) {
        Map<BeamNode, LanguageModel.Session> sessions = new HashMap<>();
        Map<BeamNode, Integer> needed = new HashMap<>();
        beams.forEach(beam -> sessions.put(beam.node, beam.session));
        next.forEach(node -> needed.merge(node.parent, 1, Integer::sum));
        var read = new ArrayList<Beam>();
        for (BeamNode node : next) {
            LanguageModel.Session session = sessions.get(node.parent);
            if (needed.merge(node.parent, -1, Integer::sum) > 0) {
                session = session.fork();
            }
            read.add(new Beam(node, session, session.next(node.id)));
        }
        return read;
    }

    private Beams.Hypothesis hypothesis(BeamNode node) {
        boolean ended = node.state == BeamNode.State.ENDED;
        int[] ids = node.ids();
        int[] text = ended ? Arrays.copyOf(ids, ids.length - 1) : ids;
        node.best = true;
        return new Beams.Hypothesis(ids, model.tokenizer().decode(text), node.logProbability, score(node), ended);
    }
}
