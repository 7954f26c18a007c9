package org.vitrina.feedback;

import java.util.List;

/// The Kullback-Leibler divergence of a model from its reference, estimated on answers that the model gave.
final class Divergence {
    private Divergence() {}

    /// Returns the estimate k3 of one answer, in nats: the sum over its tokens of `q / p - 1 - log(q /
    /// p)`, where `p` is how likely the token was to the model and `q` to the reference ([Schulman
    /// 2020](http://joschu.net/blog/kl-approx.html)). Its mean over answers is the divergence.
    static double k3(float[] model, float[] reference) {
        double sum = 0;
        for (int token = 0; token < model.length; token++) {
            double difference = (double) reference[token] - model[token];
            sum += Math.expm1(difference) - difference;
        }
        return sum;
    }

    /// Returns the estimate k1 of one answer: the logarithm of how much likelier it is to the model.
    static double k1(float[] model, float[] reference) {
        double sum = 0;
        for (int token = 0; token < model.length; token++) {
            sum += (double) model[token] - reference[token];
        }
        return sum;
    }

    /// Returns the mean of k3 over answers, each with how likely its tokens were to the model that gave it.
    static double mean(Policy reference, List<Answer> answers) {
        float[][] known = reference.logProbabilities(answers);
        double sum = 0;
        for (int i = 0; i < known.length; i++) sum += k3(answers.get(i).logProbabilities(), known[i]);
        return sum / known.length;
    }
}
