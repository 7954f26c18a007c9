/// Model files: GGUF, safetensors and `tokenizer.json`.
///
/// Read [org.vitrina.file.ModelFile] first: an open file, its metadata, its tensors, and a picture of where its
/// bytes are ([org.vitrina.file.ModelReport]). [org.vitrina.file.Gguf] and [org.vitrina.file.Safetensors] open and
/// write; [org.vitrina.file.HuggingFaceConverter] makes the one of the other; [org.vitrina.file.ModelCache] knows
/// where the user's models are.
///
/// Whatever a file's header claims is checked against the file before anything is allocated or mapped; what does
/// not hold is a [org.vitrina.file.ModelFileException] that says where, what was expected and what was found.
package org.vitrina.file;
