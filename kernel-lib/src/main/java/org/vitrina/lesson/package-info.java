/// What a lesson asks its reader, and what it answers.
///
/// A notebook calls [Check][org.vitrina.lesson.Check]`.check("2.3", answer)` and shows the
/// [Verdict][org.vitrina.lesson.Verdict]: what is right, what is not yet, and a hint that grows stronger with
/// each try. An [Exercise][org.vitrina.lesson.Exercise] holds no literal answer; the library computes it when it
/// is asked, so that an exercise cannot disagree with the code that it is about. The exercises of one lesson
/// live in one file, such as [TokenizationExercises][org.vitrina.lesson.TokenizationExercises].
package org.vitrina.lesson;
