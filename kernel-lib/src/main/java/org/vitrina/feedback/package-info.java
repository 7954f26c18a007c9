/// Learning from feedback: a model answers, somebody or something says how good the answers are, and the
/// tokens of good answers become likelier.
///
/// Read [Reward][org.vitrina.feedback.Reward] first: a check against the truth, a model of what people
/// prefer, a person. Then [Policy][org.vitrina.feedback.Policy], the model that answers and learns, and
/// [PolicyTraining][org.vitrina.feedback.PolicyTraining], which asks, rewards and learns in turn, by one
/// of the methods of [PolicyGradient][org.vitrina.feedback.PolicyGradient]: REINFORCE, PPO, GRPO.
///
/// Answers that were judged before teach without new ones: pairs by [Dpo][org.vitrina.feedback.Dpo],
/// marks by [Kto][org.vitrina.feedback.Kto], in a
/// [PreferenceTraining][org.vitrina.feedback.PreferenceTraining]; pairs also make a
/// [RewardModel][org.vitrina.feedback.RewardModel]. A person marks in a
/// [Marking][org.vitrina.feedback.Marking]. [BestOf][org.vitrina.feedback.BestOf] learns nothing and
/// takes the best.
///
/// Whatever is learned from rewards moves the model away from where it began; how far is measured at
/// every step, as the Kullback-Leibler divergence to the reference, the model as it was.
package org.vitrina.feedback;
