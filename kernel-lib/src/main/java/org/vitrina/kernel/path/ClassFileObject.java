package org.vitrina.kernel.path;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.NestingKind;
import javax.tools.JavaFileObject;

/// A class file that the compiler may read.
final class ClassFileObject implements JavaFileObject {
    private final ClassFolder folder;
    private final String binaryName;

    /// @param folder     where it is
    /// @param binaryName such as `java.util.Map$Entry`
    ClassFileObject(ClassFolder folder, String binaryName) {
        this.folder = folder;
        this.binaryName = binaryName;
    }

    String binaryName() {
        return binaryName;
    }

    private String path() {
        return binaryName.replace('.', '/') + Kind.CLASS.extension;
    }

    @Override
    public Kind getKind() {
        return Kind.CLASS;
    }

    @Override
    public boolean isNameCompatible(String simpleName, Kind kind) {
        return kind == Kind.CLASS && simpleName.equals(binaryName.substring(binaryName.lastIndexOf('.') + 1));
    }

    @Override
    public NestingKind getNestingKind() {
        return null;
    }

    @Override
    public Modifier getAccessLevel() {
        return null;
    }

    @Override
    public URI toUri() {
        return folder.uri(path());
    }

    @Override
    public String getName() {
        return folder + "(" + path() + ")";
    }

    @Override
    public InputStream openInputStream() throws IOException {
        return folder.open(path());
    }

    @Override
    public Reader openReader(boolean ignoreEncodingErrors) throws IOException {
        return new InputStreamReader(openInputStream(), StandardCharsets.UTF_8);
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        throw new UnsupportedOperationException("a class file has no text: " + getName());
    }

    @Override
    public OutputStream openOutputStream() {
        throw new UnsupportedOperationException("the class path is only read: " + getName());
    }

    @Override
    public Writer openWriter() {
        throw new UnsupportedOperationException("the class path is only read: " + getName());
    }

    /// The compiler asks this where a package has two files of one name; the first on the path counts then.
    @Override
    public long getLastModified() {
        return 0;
    }

    @Override
    public boolean delete() {
        return false;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ClassFileObject file && file.folder == folder && file.binaryName.equals(binaryName);
    }

    @Override
    public int hashCode() {
        return binaryName.hashCode();
    }

    @Override
    public String toString() {
        return getName();
    }
}
