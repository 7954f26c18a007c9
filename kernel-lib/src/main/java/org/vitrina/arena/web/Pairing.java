package org.vitrina.arena.web;

/// Two answers to one prompt that can be voted on.
///
/// @param number in the order of preparation, from 0
/// @param pair   which two models these are, as a number
record Pairing(int number, int pair, String prompt, String one, String other, String oneAnswer, String otherAnswer) {}
