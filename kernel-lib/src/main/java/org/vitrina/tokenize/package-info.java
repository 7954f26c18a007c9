/// Text becomes numbers.
///
/// A model sees no letters. A text is normalized ([Normalization]), cut into pieces ([SplitPattern]), and
/// the bytes of each piece are merged into tokens ([BpeTokenizer]); the model gets the tokens' ids. Which
/// merges there are was learned once from text, before any model was trained; a model and its tokenizer
/// belong together. Each of the three stages can be walked, and the learning too.
///
/// The vocabularies of published models are put together by [BpeBuilder] from what their files say (the room
/// `file` reads these): tokens with any ids, merges as a list of pairs or by scores, [AddedToken]s, ways to cut
/// a text ([PreTokenizer]) and the tokens that begin and end one ([Markers]). They are encoded by the same code.
///
/// Read [Tokenizer] first, then [BpeTokenizer]; [Tokenizers] has the vocabularies of GPT-2, GPT-4 and
/// GPT-4o to set beside our own.
///
/// Papers: [Sennrich et al. 2016](https://aclanthology.org/P16-1162/) brought byte-pair encoding to
/// translation, [Radford et al.
/// 2019](https://cdn.openai.com/better-language-models/language_models_are_unsupervised_multitask_learners.pdf)
/// began from bytes and cut the text into pieces first, [Unicode UAX
/// #15](https://www.unicode.org/reports/tr15/) defines the normalization forms.
package org.vitrina.tokenize;
