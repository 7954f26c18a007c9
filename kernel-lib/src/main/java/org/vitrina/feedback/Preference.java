package org.vitrina.feedback;

import java.util.List;
import java.util.SequencedMap;
import org.vitrina.autograd.Tape;
import org.vitrina.autograd.Variable;

/// A method that learns from answers that were judged before, without a reward and without answering
/// anew: from pairs, or from single marks.
///
/// @param <E> what it learns from
public sealed interface Preference<E> permits Dpo, Kto {
    /// Returns the name by which it is known.
    String title();

    /// Returns how strongly the model is held to the reference: small numbers let it go far.
    float beta();

    /// Returns the answers of an example, in the order in which a loss gets them.
    List<Answer> answers(E example);

    /// Returns what has to be known of a batch before its loss is computed; null for nothing.
    Object prepare(Policy policy, Policy reference, List<E> batch);

    /// Records the loss of some of a batch's examples: their part of the mean over all of them.
    ///
    /// @param logProbabilities of each token of their answers now, shape `[B · T]`
    Variable loss(Tape tape, Variable logProbabilities, Judged<E> judged);

    /// Returns what there is to say of examples, by name; each a mean over them.
    ///
    /// @param now       the log-probabilities of all their answers
    /// @param reference those of the reference
    SequencedMap<String, Double> measure(List<E> examples, double[] now, double[] reference);

    /// What a loss is computed of, beside the probabilities of now.
    ///
    /// @param examples  some of a batch
    /// @param rows      their answers
    /// @param reference the log-probabilities of these in the reference, one for each answer
    /// @param prepared  what [#prepare] gave
    /// @param batch     how many examples the whole batch has
    record Judged<E>(List<E> examples, AnswerRows rows, double[] reference, Object prepared, int batch) {}
}
