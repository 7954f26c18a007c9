package org.vitrina.show;

/// Something that can be shown: as text always, and in richer forms where it has them.
///
/// A notebook kernel displays the richest form that its front end knows; a plain `main` prints [#text()].
public interface Showable {
    /// Returns this object in every form that it has; `text/plain` is always among them.
    MimeBundle mime();

    /// Returns the plain-text form.
    default String text() {
        return mime().text();
    }
}
