/// Lines that begin with `%` and cells that begin with `%%`: what a cell can ask of the kernel itself.
///
/// The names and arguments are those of IJava and JJava, so that their notebooks run unchanged; libraries come
/// from Maven repositories as the user's `settings.xml` says.
package org.vitrina.kernel.magic;
