/// What the compiler sees of the class path and of the JDK.
///
/// javac's own file manager opens each jar as a file system of its own and walks through all of it before it finds the
/// first class; with the fifty jars of a kernel, that was a third of the time until the first cell had run.
/// [CompilerFiles][org.vitrina.kernel.path.CompilerFiles] opens a jar when the compiler asks for a package that is in
/// it, and no other.
package org.vitrina.kernel.path;
