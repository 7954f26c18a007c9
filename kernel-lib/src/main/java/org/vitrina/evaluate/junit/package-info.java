/// Testing language models with JUnit 5.
///
/// [org.vitrina.evaluate.junit.RepeatedPrompt] runs a test several times, each time with another seed, and accepts
/// by statistics; [org.vitrina.evaluate.junit.PromptFile] feeds a parameterized test from a file of cases;
/// [org.vitrina.evaluate.junit.EvaluationReport] writes what came of it as a page and as XML.
///
/// This package alone needs JUnit, which the library does not bring along: it is there where tests run. Nothing
/// else in the library refers to it.
package org.vitrina.evaluate.junit;
