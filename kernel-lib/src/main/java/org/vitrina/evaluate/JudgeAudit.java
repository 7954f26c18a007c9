package org.vitrina.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.vitrina.evaluate.Judge.Candidate;
import org.vitrina.evaluate.Judge.Choice;
import org.vitrina.show.Figure;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Progress;
import org.vitrina.show.Showable;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// What a judge does that a fair one would not: it is shown each pair in both orders.
///
/// @param name    of the judge
/// @param judged  each pair with what was said in both orders
/// @param isJudge the author whose answers are the judge's own; empty if it has none
public record JudgeAudit(String name, List<Judged> judged, String isJudge) implements Showable {
    /// A pair and what was said of it.
    ///
    /// @param first  what was chosen with `left` shown first, as a choice between left and right
    /// @param second what was chosen with `right` shown first, as a choice between left and right
    public record Judged(String question, Candidate left, Candidate right, Choice first, Choice second) {}

    /// A question with two answers.
    public record Pair(String question, Candidate left, Candidate right) {}

    public JudgeAudit {
        judged = List.copyOf(judged);
    }

    /// Shows each pair to the judge in both orders.
    ///
    /// @param own the author whose answers are the judge's own; empty if it has none
    public static JudgeAudit of(String name, Judge judge, List<Pair> pairs, String own) {
        if (pairs.isEmpty()) {
            throw new IllegalArgumentException("an audit needs pairs to judge, but got none");
        }
        var judged = new ArrayList<Judged>();
        try (var task = Progress.task("judging", pairs.size())) {
            for (Pair pair : pairs) {
                judged.add(new Judged(
                        pair.question(),
                        pair.left(),
                        pair.right(),
                        judge.better(pair.question(), pair.left(), pair.right()),
                        judge.better(pair.question(), pair.right(), pair.left()).swapped()));
                task.at(judged.size());
            }
        }
        return new JudgeAudit(name, judged, own);
    }

    /// Returns how often it says the same in both orders.
    public Share consistent() {
        return Share.of(judged.stream().map(one -> one.first() == one.second()).toList());
    }

    /// Returns how often it takes what is shown first, of all choices that are no tie. Half is fair: each pair was
    /// shown in both orders.
    public Share takesFirst() {
        var first = new ArrayList<Boolean>();
        for (Judged one : judged) {
            if (one.first() != Choice.TIE) {
                first.add(one.first() == Choice.FIRST);
            }
            if (one.second() != Choice.TIE) {
                first.add(one.second() == Choice.SECOND);
            }
        }
        return Share.of(first);
    }

    /// Returns how often it takes the longer one where both are worth the same; nothing if there is no such pair.
    public Optional<Share> takesLonger() {
        return taken(
                one -> one.left().worth() == one.right().worth()
                        && one.left().text().length() != one.right().text().length(),
                one -> one.left().text().length() > one.right().text().length());
    }

    /// Returns how often it takes its own where both are worth the same; nothing if there is no such pair.
    public Optional<Share> takesOwn() {
        return taken(
                one -> one.left().worth() == one.right().worth()
                        && !isJudge.isEmpty()
                        && one.left().author().equals(isJudge)
                                != one.right().author().equals(isJudge),
                one -> one.left().author().equals(isJudge));
    }

    /// Returns how often it takes the better one, in the order that was given.
    public Optional<Share> takesBetter() {
        return taken(
                one -> one.left().worth() != one.right().worth(),
                one -> one.left().worth() > one.right().worth());
    }

    /// Returns how often it takes the better one where it says the same in both orders.
    public Optional<Share> takesBetterIfConsistent() {
        return taken(
                one -> one.first() == one.second()
                        && one.left().worth() != one.right().worth(),
                one -> one.left().worth() > one.right().worth());
    }

    /// Returns how often the left one was taken where `isLeft`, or the right one where not.
    private Optional<Share> taken(Predicate<Judged> counts, Predicate<Judged> isLeft) {
        var taken = new ArrayList<Boolean>();
        for (Judged one : judged) {
            if (counts.test(one)) {
                // both orders, so that what comes first weighs nothing
                for (Choice choice : List.of(one.first(), one.second())) {
                    if (choice != Choice.TIE) {
                        taken.add((choice == Choice.FIRST) == isLeft.test(one));
                    }
                }
            }
        }
        return taken.isEmpty() ? Optional.empty() : Optional.of(Share.of(taken));
    }

    /// Returns what was found, a row each.
    public Table table() {
        var table = Table.create("the judge " + name + ", " + judged.size() + " pairs in both orders")
                .addColumns(StringColumn.create("question"), StringColumn.create("found"), StringColumn.create("fair"));
        add(table, "says the same in both orders", Optional.of(consistent()), "100 %");
        add(table, "takes what is shown first", Optional.of(takesFirst()), "50 %");
        add(table, "takes the longer of two as good", takesLonger(), "50 %");
        add(table, "takes its own of two as good", takesOwn(), "50 %");
        add(table, "takes the better one", takesBetter(), "100 %");
        add(table, "takes the better one, where it says the same twice", takesBetterIfConsistent(), "100 %");
        return table;
    }

    private static void add(Table table, String question, Optional<Share> share, String fair) {
        table.stringColumn(0).append(question);
        table.stringColumn(1).append(share.map(Share::toString).orElse("no such pair"));
        table.stringColumn(2).append(fair);
    }

    @Override
    public MimeBundle mime() {
        return new Figure.Data(table()).mime();
    }
}
