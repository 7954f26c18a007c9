/// Number formats: how a weight of 32 bits is kept in 16, 8, 4 or 2, and what that loses.
///
/// Read [org.vitrina.quantize.Format] first: a format cuts weights into blocks of equal size and keeps each
/// block as bytes. [org.vitrina.quantize.Formats] lists those of GGUF files, which write the same bytes as
/// ggml and read the same bits; one file each. [org.vitrina.quantize.IntegerFormat] has any number of bits and
/// any size of group, to try out what a bit more or a smaller group is worth.
///
/// [org.vitrina.quantize.Format#walk] follows one block to its bits and back, told by the encoder itself.
/// [org.vitrina.quantize.QuantizedTensor] measures what a tensor loses, over all, by row and by block;
/// [org.vitrina.quantize.FormatComparison] sets formats side by side.
///
/// Weights must be finite where they share a scale: an infinity or a NaN would spoil its whole block, so the
/// encoders refuse them. `F32`, `F16` and `BF16` keep them. Finite weights are never refused: where a scale is
/// too large for its 16 bits, it becomes infinite, as in ggml, and the error says so.
package org.vitrina.quantize;
