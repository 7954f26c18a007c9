package org.vitrina.evaluate;

/// Logits as logarithms of probabilities, in nats.
final class LogProbabilities {
    private LogProbabilities() {}

    static double[] of(float[] logits) {
        double max = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            max = Math.max(max, logit);
        }
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - max);
        }
        double total = max + Math.log(sum);
        double[] logs = new double[logits.length];
        for (int id = 0; id < logs.length; id++) {
            logs[id] = logits[id] - total;
        }
        return logs;
    }
}
