package org.vitrina.kernel;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Loads the classes that cells define, and those of the jars that cells add.
final class CellLoader extends URLClassLoader {
    static {
        registerAsParallelCapable();
    }

    private final Map<String, byte[]> declared = new ConcurrentHashMap<>();
    private final StopWeaver weaver = new StopWeaver(this);

    CellLoader(ClassLoader parent) {
        super("cells", new URL[0], parent);
    }

    void declare(String name, byte[] classFile) {
        declared.put(name, classFile);
    }

    void add(Path path) {
        try {
            addURL(path.toUri().toURL());
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(path + " cannot be put on the class path: " + e.getMessage(), e);
        }
    }

    /// A class that a cell has declared is in none of the many jars that the loaders above this one would search.
    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!declared.containsKey(name)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? findClass(name) : loaded;
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] classFile = declared.get(name);
        if (classFile == null) {
            return super.findClass(name);
        }
        byte[] woven = weaver.weave(classFile);
        return defineClass(name, woven, 0, woven.length);
    }

    /// The weaver reads class files through here to learn which class extends which.
    @Override
    public InputStream getResourceAsStream(String name) {
        byte[] classFile = name.endsWith(".class")
                ? declared.get(
                        name.substring(0, name.length() - ".class".length()).replace('/', '.'))
                : null;
        return classFile == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(classFile);
    }
}
