package org.vitrina.kernel.path;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.JavaFileObject.Kind;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;

/// The files of a compiler that compiles cells: finds classes with as few files opened as possible, and remembers what
/// it has listed, as JShell keeps three compilers that all ask for the same.
public final class CompilerFiles extends ForwardingJavaFileManager<StandardJavaFileManager>
        implements StandardJavaFileManager {
    /// The file that says what is in the jars of the class path and in the JDK's first module, so that neither need be
    /// searched; the launcher makes it beside the class-data archive. Without it they are searched.
    private static final String INDEX = "vitrina.index";

    private static final Path MODULES =
            FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules");

    /// Opened when somebody first asks what could stand at a place in a cell.
    private static final CountDownLatch HELP_WANTED = new CountDownLatch(1);

    private static final long BEGUN = System.nanoTime();
    private static final long START_SECONDS = 30;

    private final FileIndex index = Optional.ofNullable(System.getProperty(INDEX))
            .map(file -> FileIndex.read(Path.of(file)))
            .orElse(FileIndex.EMPTY);
    private final ClassPath classPath = new ClassPath(System.getProperty("java.class.path", ""), index);
    private final Map<String, List<ClassFileObject>> listed = new ConcurrentHashMap<>();
    private final Map<Location, Optional<ModuleFolder>> modules = new ConcurrentHashMap<>();

    /// @param listed what was listed of it, by package
    private record ModuleFolder(String name, ClassFolder folder, Map<String, List<ClassFileObject>> listed) {}

    public CompilerFiles(StandardJavaFileManager standard) {
        super(standard);
    }

    /// Writes the file that the property `vitrina.index` names to later processes of this class path and this JDK.
    public static void writeIndex(Path file) throws IOException {
        FileIndex.write(System.getProperty("java.class.path"), MODULES, file);
    }

    /// Lets JShell read the names of all types there are, if it has not yet.
    public static void helpWanted() {
        HELP_WANTED.countDown();
    }

    @Override
    public Iterable<JavaFileObject> list(Location location, String packageName, Set<Kind> kinds, boolean recurse)
            throws IOException {
        if (recurse || !kinds.contains(Kind.CLASS)) {
            return super.list(location, packageName, kinds, recurse);
        }
        if (location == StandardLocation.CLASS_PATH) {
            return Collections.unmodifiableList(list(packageName));
        }
        Optional<ModuleFolder> module = module(location);
        if (module.isEmpty()) {
            return super.list(location, packageName, kinds, recurse);
        }
        List<ClassFileObject> files = module.get().listed().get(packageName);
        if (files == null) {
            files = list(module.get(), packageName);
            module.get().listed().put(packageName, files);
        }
        return Collections.unmodifiableList(files);
    }

    private List<ClassFileObject> list(String packageName) throws IOException {
        List<ClassFileObject> files = listed.get(packageName);
        if (files == null) {
            files = classPath.list(packageName);
            listed.put(packageName, files);
        }
        return files;
    }

    /// Whether a package has classes on the class path.
    public boolean hasPackage(String name) {
        try {
            return !list(name).isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException("the class path cannot be read: " + e.getMessage(), e);
        }
    }

    private List<ClassFileObject> list(ModuleFolder module, String packageName) throws IOException {
        Collection<String> names = index.classes(module.name(), packageName);
        return (names.isEmpty() ? module.folder().classes(packageName) : names)
                .stream()
                        .map(name -> new ClassFileObject(
                                module.folder(), packageName.isEmpty() ? name : packageName + "." + name))
                        .toList();
    }

    /// Returns a module of the JDK, or nothing for another location.
    private Optional<ModuleFolder> module(Location location) {
        return modules.computeIfAbsent(location, asked -> {
            if (!asked.getName().startsWith(StandardLocation.SYSTEM_MODULES.getName() + "[")) {
                return Optional.empty();
            }
            try {
                String name = super.inferModuleName(asked);
                return ClassFolder.of(MODULES.resolve(name))
                        .map(folder -> new ModuleFolder(name, folder, new ConcurrentHashMap<>()));
            } catch (IOException e) {
                return Optional.empty();
            }
        });
    }

    @Override
    public String inferBinaryName(Location location, JavaFileObject file) {
        return file instanceof ClassFileObject own ? own.binaryName() : super.inferBinaryName(location, file);
    }

    @Override
    public boolean isSameFile(FileObject one, FileObject other) {
        return one instanceof ClassFileObject || other instanceof ClassFileObject
                ? one.equals(other)
                : super.isSameFile(one, other);
    }

    @Override
    public boolean contains(Location location, FileObject file) throws IOException {
        return file instanceof ClassFileObject
                ? location == StandardLocation.CLASS_PATH
                : super.contains(location, file);
    }

    @Override
    public boolean handleOption(String current, Iterator<String> remaining) {
        if (!current.equals("-classpath")) {
            return super.handleOption(current, remaining);
        }
        String paths = remaining.next();
        classPath.add(paths, index);
        listed.clear();
        return super.handleOption(current, List.of(paths).iterator());
    }

    /// The compiler looks here for plug-ins and annotation processors, before each cell and in all jars; cells have
    /// none.
    @Override
    public ClassLoader getClassLoader(Location location) {
        return NoPlugIns.LOADER;
    }

    private static final class NoPlugIns extends ClassLoader {
        static final ClassLoader LOADER = new NoPlugIns();

        NoPlugIns() {
            super("no plug-ins", null);
        }

        @Override
        public Enumeration<URL> getResources(String name) {
            return Collections.emptyEnumeration();
        }
    }

    @Override
    public Iterable<? extends Path> getLocationAsPaths(Location location) {
        if (isForNames()) {
            awaitQuiet();
        }
        return fileManager.getLocationAsPaths(location);
    }

    /// Whether this is JShell's own thread that reads the names of all types. That takes it a quarter of a second of a
    /// processor, and it begins with it when the first cell is compiled, which has better use for that.
    private static boolean isForNames() {
        return StackWalker.getInstance()
                .walk(frames -> frames.anyMatch(frame -> frame.getMethodName().equals("refreshIndexes")));
    }

    /// Waits until the names are wanted, or the process has long started: what waits keeps its JShell in memory.
    private static void awaitQuiet() {
        long left = BEGUN + TimeUnit.SECONDS.toNanos(START_SECONDS) - System.nanoTime();
        try {
            HELP_WANTED.await(left, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Iterable<? extends File> getLocation(Location location) {
        return fileManager.getLocation(location);
    }

    @Override
    public Path asPath(FileObject file) {
        return fileManager.asPath(file);
    }

    @Override
    public void setLocation(Location location, Iterable<? extends File> files) throws IOException {
        fileManager.setLocation(location, files);
    }

    @Override
    public void setLocationFromPaths(Location location, Collection<? extends Path> paths) throws IOException {
        fileManager.setLocationFromPaths(location, paths);
    }

    @Override
    public void setLocationForModule(Location location, String module, Collection<? extends Path> paths)
            throws IOException {
        fileManager.setLocationForModule(location, module, paths);
    }

    @Override
    public void setPathFactory(PathFactory factory) {
        fileManager.setPathFactory(factory);
    }

    @Override
    public Iterable<? extends JavaFileObject> getJavaFileObjectsFromFiles(Iterable<? extends File> files) {
        return fileManager.getJavaFileObjectsFromFiles(files);
    }

    @Override
    public Iterable<? extends JavaFileObject> getJavaFileObjects(File... files) {
        return fileManager.getJavaFileObjects(files);
    }

    @Override
    public Iterable<? extends JavaFileObject> getJavaFileObjectsFromStrings(Iterable<String> names) {
        return fileManager.getJavaFileObjectsFromStrings(names);
    }

    @Override
    public Iterable<? extends JavaFileObject> getJavaFileObjects(String... names) {
        return fileManager.getJavaFileObjects(names);
    }
}
