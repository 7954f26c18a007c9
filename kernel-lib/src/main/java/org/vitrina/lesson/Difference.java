package org.vitrina.lesson;

/// How an answer differs from the expected one, told without giving that away.
///
/// @param right what agrees; may be empty
/// @param wrong what does not
record Difference(String right, String wrong) {}
