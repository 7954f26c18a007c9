package org.vitrina.train;

/// What one step of a training measured.
///
/// @param step         its number, counted from 1
/// @param loss         the mean of `-log p` of the next tokens of its batch, before the step, in nats
/// @param gradientNorm the norm of all gradients together, before clipping
/// @param rate         the learning rate
/// @param tokens       how many tokens were learned from so far
/// @param seconds      how long the training has computed so far
public record TrainingStep(int step, double loss, double gradientNorm, float rate, long tokens, double seconds) {}
