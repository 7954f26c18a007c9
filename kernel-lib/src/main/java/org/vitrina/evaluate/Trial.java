package org.vitrina.evaluate;

/// One answer to one question.
///
/// @param id     what was asked
/// @param prompt what was asked, as the model read it
/// @param seed   the seed that the answer was drawn with
/// @param answer what was answered
/// @param passed whether it was right
public record Trial(String id, String prompt, long seed, String answer, boolean passed) {}
