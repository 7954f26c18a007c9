package org.vitrina.transformer;

import java.util.List;
import org.vitrina.tensor.Matrix;

/// A named parameter of a model.
///
/// @param name   its name in GGUF, such as `blk.0.attn_q.weight`
/// @param shape  `[outputs, inputs]` of a matrix, `[d]` of a vector
/// @param matrix how it is multiplied; a vector is a matrix of one row
public record Weight(String name, List<Integer> shape, Matrix matrix) {
    public Weight {
        shape = List.copyOf(shape);
    }
}
