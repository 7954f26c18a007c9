package org.vitrina.kernel;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jdk.jshell.spi.ExecutionControl;

/// JShell's hands in this process. It loads classes at once, but runs nothing: what JShell would run is
/// noted, so that a cell is compiled to its end before its first statement runs, and is then called from
/// here with its value kept as an object.
final class CellControl implements ExecutionControl {
    private final CellLoader loader;
    private final List<Call> noted = new ArrayList<>();
    private Throwable toTranslate;

    /// A compiled piece of a cell that is ready to run.
    record Call(Method method) {
        /// Returns what the piece returns, and throws what it throws.
        Object run() throws Exception {
            try {
                return method.invoke(null);
            } catch (InvocationTargetException e) {
                throw CellControl.<RuntimeException>asThrown(e.getCause());
            }
        }
    }

    CellControl(CellLoader loader) {
        this.loader = loader;
    }

    /// A cell may throw any `Throwable`; the compiler is told that this one needs no declaration.
    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T asThrown(Throwable thrown) throws T {
        throw (T) thrown;
    }

    CellLoader loader() {
        return loader;
    }

    /// Returns the calls noted since the last time.
    List<Call> takeNoted() {
        var calls = List.copyOf(noted);
        noted.clear();
        return calls;
    }

    /// Makes the next call that JShell asks for end in `thrown`, which JShell then translates: only it knows
    /// which line of which piece a line of a generated class is.
    void translateNext(Throwable thrown) {
        toTranslate = thrown;
    }

    @Override
    public void load(ClassBytecodes[] classes) throws ClassInstallException {
        for (ClassBytecodes each : classes) {
            loader.declare(each.name(), each.bytecodes());
        }
        boolean[] loaded = new boolean[classes.length];
        try {
            for (int i = 0; i < classes.length; i++) {
                Class.forName(classes[i].name(), false, loader).getDeclaredMethods();
                loaded[i] = true;
            }
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new ClassInstallException("a class of the cell could not be loaded: " + e, loaded);
        }
    }

    @Override
    public void redefine(ClassBytecodes[] classes) throws NotImplementedException {
        // JShell then gives the class a new name and moves its dependents to it
        throw new NotImplementedException("classes of cells are replaced, not redefined");
    }

    @Override
    public String invoke(String className, String methodName) throws RunException, InternalException {
        if (toTranslate != null) {
            Throwable thrown = toTranslate;
            toTranslate = null;
            throw CellTrace.forJShell(thrown);
        }
        try {
            Method method = Class.forName(className, false, loader).getDeclaredMethod(methodName);
            method.setAccessible(true);
            noted.add(new Call(method));
            return "";
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new InternalException("the compiled cell has no " + className + "." + methodName + ": " + e);
        }
    }

    @Override
    public String varValue(String className, String name) {
        return "";
    }

    @Override
    public void addToClasspath(String path) {
        for (String each : path.split(File.pathSeparator)) {
            loader.add(Path.of(each));
        }
    }

    @Override
    public void stop() {
        // cells are stopped by Cell.stop, which also works while JShell is not involved
    }

    @Override
    public Object extensionCommand(String command, Object argument) throws NotImplementedException {
        throw new NotImplementedException("unknown command " + command);
    }

    @Override
    public void close() {}
}
