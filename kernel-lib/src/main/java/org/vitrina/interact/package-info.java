/// Live controls: sliders, lists, buttons that call Java while somebody plays with them.
///
/// `Interact.slider("temperature", 0.1, 2, t -> chart(t))` shows a slider and what the function returns for
/// its value; each move computes it again. Read [Interact][org.vitrina.interact.Interact] first, which makes
/// everything, then [Control][org.vitrina.interact.Control] and
/// [Interaction][org.vitrina.interact.Interaction].
///
/// In a notebook whose front end knows [ipywidgets](https://ipywidgets.readthedocs.io) the controls are
/// alive; they speak its [message protocol,
/// version 2](https://github.com/jupyter-widgets/ipywidgets/blob/main/packages/schema/messages.md). Everywhere
/// else (an exported page, a run without a front end, a terminal) the same object shows its *still*: the
/// control as a line of text, the value at its start, and what the function gives at some other values.
///
/// How a call is run:
/// - the first value is computed while the cell runs, and an exception ends the cell like any other;
/// - later values are computed by the [Worker][org.vitrina.interact.Worker] of the front end: one at a time,
///   never on the thread that receives messages. While one is computed, further moves of the same control
///   wait as one, the newest; button presses wait in order and none is lost. An interrupt stops what runs and
///   drops what waits;
/// - what the function prints, displays, returns or throws appears in the output area under the control.
///
/// What links this room to a front end is [Frontend][org.vitrina.interact.Frontend]: a kernel implements it
/// and binds it around every cell with
/// [Frontend.with][org.vitrina.interact.Frontend#with], as it binds a progress. A kernel does four things:
/// 1. once, when it starts: [Interact.serve][org.vitrina.interact.Interact#serve], so that a page that is
///    loaded again finds the controls that are alive;
/// 2. it carries comm messages both ways, each incoming one between a `busy` and an `idle` status and as the
///    parent of what is sent while it is handled; front ends count on both;
/// 3. it runs the functions of controls as it runs cells: [Frontend.call][org.vitrina.interact.Frontend#call];
/// 4. on an interrupt it calls [Worker.interrupt][org.vitrina.interact.Worker#interrupt].
package org.vitrina.interact;
