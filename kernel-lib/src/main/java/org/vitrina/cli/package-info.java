/// The command line: what the notebooks do, for the terminal and for scripts.
///
/// [org.vitrina.cli.Vitrina] is where it begins; each subcommand is a class of its own. A command writes to the
/// streams of its [picocli.CommandLine], so that a test can run it in-process, and it reports long work through
/// [org.vitrina.show.Progress], which here becomes a line that updates in place.
package org.vitrina.cli;
