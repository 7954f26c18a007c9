/// Decoding: from logits to text.
///
/// A chain of steps changes the distribution of the next token and picks from it; every step shows the
/// distribution before and after.
package org.vitrina.generate;
