/// Real text to learn from: where pre-training, and before it the tokenizer, gets its examples.
///
/// Start with [org.vitrina.corpus.Corpus]. Where each text comes from and how it was made is in `CARDS.md` beside
/// the texts.
package org.vitrina.corpus;
