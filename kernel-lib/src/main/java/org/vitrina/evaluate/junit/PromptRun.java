package org.vitrina.evaluate.junit;

/// One run of a [RepeatedPrompt]: what a test method may ask for as a parameter.
///
/// @param number of this run, from 1
/// @param times  how many runs there are at most
/// @param seed   another one for each run
public record PromptRun(int number, int times, long seed) {}
