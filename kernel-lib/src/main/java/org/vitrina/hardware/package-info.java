/// What a model needs of a machine, and what a machine can give.
///
/// A [org.vitrina.hardware.ModelShape] has the sizes that everything else follows from; those of some
/// published models are in [org.vitrina.hardware.KnownModels]. [org.vitrina.hardware.ModelMemory] says
/// what running one takes, [org.vitrina.hardware.TrainingMemory] what training it takes,
/// [org.vitrina.hardware.Workload] how much has to be computed and moved for a token, and
/// [org.vitrina.hardware.TokenPass] where on its way through the model.
///
/// On the other side stand [org.vitrina.hardware.Device], [org.vitrina.hardware.Devices] with figures of
/// their makers, and [org.vitrina.hardware.MachineSpeed], which measures this machine. A
/// [org.vitrina.hardware.Roofline] brings both together ([Williams, Waterman and Patterson
/// 2009](https://doi.org/10.1145/1498765.1498785)), and [org.vitrina.hardware.SpeedReport] compares what
/// it says with what is measured.
package org.vitrina.hardware;
