/// Leaderboards: how models are ranked, by battles and by benchmarks, and how sure a rank is.
///
/// [Battles][org.vitrina.arena.Battles] are pairs of answers with a verdict; a
/// [Contest][org.vitrina.arena.Contest] has models fight them with the truth as judge, `vitrina arena` has
/// a class vote. From battles come ratings: [Elo][org.vitrina.arena.Elo], which goes through them one by
/// one, and [BradleyTerry][org.vitrina.arena.BradleyTerry], which looks at all of them at once and says how
/// sure it is. A [StyleControl][org.vitrina.arena.StyleControl] takes out what length and layout of an
/// answer did to the votes. [PrivateTesting][org.vitrina.arena.PrivateTesting] shows how a board is gamed.
///
/// The other kind of board asks all models the same questions: a
/// [MultipleChoice][org.vitrina.arena.MultipleChoice] measures, and a
/// [Benchmark][org.vitrina.arena.Benchmark] takes off what guessing gets, as the Open LLM Leaderboard does.
///
/// Follows Chatbot Arena ([Chiang et al. 2024](https://arxiv.org/abs/2403.04132)), its code
/// `lm-sys/FastChat` and `lmarena/arena-rank`, and the Open LLM Leaderboard, version 2.
package org.vitrina.arena;
