/// Numbers: the dense float tensor and the kernels that everything else is computed with.
///
/// Read [org.vitrina.tensor.Tensor] first, then [org.vitrina.tensor.Kernels]: each numeric operation once as
/// plain loops that can be read ([org.vitrina.tensor.ScalarKernels], the definition and the fallback) and
/// once on the vector instructions of the machine. [org.vitrina.tensor.Matrix] is a weight matrix in
/// whatever number format it is kept.
///
/// Results never depend on how many threads compute them: work is cut into parts that write different places,
/// and no sum is split by threads.
package org.vitrina.tensor;
