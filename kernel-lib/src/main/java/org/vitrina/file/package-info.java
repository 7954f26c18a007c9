/// Model files: GGUF, safetensors and `tokenizer.json`.
///
/// Read [org.vitrina.file.ModelFile] first. Whatever a file's header claims is checked against the file before
/// anything is allocated or mapped; what does not hold is a [org.vitrina.file.ModelFileException] that says
/// where, what was expected and what was found.
package org.vitrina.file;
