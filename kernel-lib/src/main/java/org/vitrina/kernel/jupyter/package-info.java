/// The Jupyter kernel: the evaluator of [org.vitrina.kernel], spoken to over Jupyter's
/// [messaging protocol 5.4](https://jupyter-client.readthedocs.io/en/stable/messaging.html).
///
/// A front end connects to five ZeroMQ sockets. Each is a [Channel][org.vitrina.kernel.jupyter.Channel]: one
/// socket and the one thread that touches it. [Wire][org.vitrina.kernel.jupyter.Wire] turns frames into
/// [Message][org.vitrina.kernel.jupyter.Message]s and checks their signatures,
/// [Request][org.vitrina.kernel.jupyter.Request] says what a message asks for. Then there are three ways
/// through the kernel:
///
/// - what runs code or asks about code waits its turn in [CellQueue][org.vitrina.kernel.jupyter.CellQueue];
/// - what must work while a cell runs is answered at once: interrupt, shutdown, kernel_info, comm_info;
/// - messages to widgets go to [Comms][org.vitrina.kernel.jupyter.Comms], whose thread is its own, so that a
///   slider moves while a cell runs.
///
/// Everything that is published goes through [Iopub][org.vitrina.kernel.jupyter.Iopub], in order.
/// [KernelServer][org.vitrina.kernel.jupyter.KernelServer] puts the parts together; read it first.
package org.vitrina.kernel.jupyter;
