package org.vitrina.kernel.magic;

import java.nio.file.Path;
import java.util.List;
import org.vitrina.show.MimeBundle;

/// What a magic can do with the kernel.
public interface MagicKernel {
    /// Lets the cells that follow use these jars and folders of classes.
    void addToClassPath(List<Path> paths);

    /// Runs the argument of the magic, or its body, as Java; returns the value.
    Object runOwnCode() throws Exception;

    /// Runs other Java as if it stood in the cell.
    ///
    /// @param name what it is called in messages, such as a file's name
    Object run(String name, String source) throws Exception;

    void print(String text);

    void display(MimeBundle shown);

    /// Returns the variables of all cells.
    List<Variable> variables();

    /// Forgets all that cells have declared.
    void reset();

    /// Returns where Maven artifacts come from.
    MavenLibraries maven();

    /// @param type  its type as it was declared
    /// @param value its value as text, on one line
    record Variable(String name, String type, String value) {}
}
