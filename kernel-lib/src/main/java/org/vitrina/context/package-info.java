/// How much a model can hold, and what happens when a text is longer.
///
/// A [org.vitrina.context.ContextWindow] has a limit and a [org.vitrina.context.WindowPolicy], and shows which
/// tokens are left out when a text grows beyond it; a [org.vitrina.context.StreamReading] reads on under
/// such a policy with a real model. [org.vitrina.context.NeedleTest] hides a fact at some depth of a long
/// text and asks for it, [org.vitrina.context.PositionLoss] measures how well a model expects tokens far
/// from the beginning, and [org.vitrina.context.ContextTimes] how long it takes.
/// [org.vitrina.context.CacheTable] and [org.vitrina.context.TokenBudget] say what a long context costs
/// in memory and in money.
package org.vitrina.context;
