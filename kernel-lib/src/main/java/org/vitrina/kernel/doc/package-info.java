/// Doc comments of classes that are not the JDK's, for a reader who asks what a name means.
///
/// JShell finds the comments of the JDK alone. [DocComments][org.vitrina.kernel.doc.DocComments] finds those of
/// everything else whose source is there: this library's lies in its own jar, that of other libraries in the sources
/// jar that Maven puts beside theirs.
package org.vitrina.kernel.doc;
