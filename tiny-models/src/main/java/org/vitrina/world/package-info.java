/// The tiny world: tales whose truth is known.
///
/// A [org.vitrina.world.Tale] is told from a [org.vitrina.world.World], the state of people, places and things, one
/// [org.vitrina.world.Event] a sentence, in English or in Spanish. Because the state after every sentence is known,
/// what a model says about a tale is right, wrong or made up, and which of these can be counted:
/// [org.vitrina.world.Question] has the true answers, [org.vitrina.world.Checker] reads a continuation.
///
/// Beside it stand three families of small tasks: [org.vitrina.world.Sums], [org.vitrina.world.Recall] and
/// [org.vitrina.world.Chains].
package org.vitrina.world;
