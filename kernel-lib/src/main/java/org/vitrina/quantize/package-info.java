/// Number formats: how a weight of 32 bits is kept in 16, 8, 4 or 2.
///
/// Read [org.vitrina.quantize.Format] first: a format cuts weights into blocks of equal size and keeps each
/// block as bytes. The formats of GGUF files are bit-exact with ggml's; one file each.
package org.vitrina.quantize;
