package org.vitrina.kernel.doc;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// The doc comments in one source file, by the name of their type (`Outer.Inner`) and the key of a [Signature].
///
/// @param comments the type's own comment stands under the empty key
record SourceComments(Map<String, Map<String, DocComment>> comments) {
    /// Returns the comments in `source`; the compiler parses it and does nothing else with it.
    static SourceComments of(String source) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        var file = new SimpleJavaFileObject(URI.create("string:///Source.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
        var task = (JavacTask) compiler.getTask(null, null, _ -> {}, List.of("-proc:none"), null, List.of(file));
        var found = new HashMap<String, Map<String, DocComment>>();
        try {
            for (CompilationUnitTree unit : task.parse()) {
                new Collector(Trees.instance(task), unit, source, found).scan(unit, "");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("text in memory can be read", e);
        }
        return new SourceComments(found);
    }

    /// Returns the comment of a type.
    Optional<DocComment> ofType(String type) {
        return of(type, "");
    }

    /// Returns the comment of a member of a type.
    Optional<DocComment> of(String type, String key) {
        return Optional.ofNullable(comments.getOrDefault(type, Map.of()).get(key));
    }

    /// Its parameter is the type around what it looks at.
    private static final class Collector extends TreePathScanner<Void, String> {
        private final Trees trees;
        private final CompilationUnitTree unit;
        private final String source;
        private final Map<String, Map<String, DocComment>> found;

        Collector(Trees trees, CompilationUnitTree unit, String source, Map<String, Map<String, DocComment>> found) {
            this.trees = trees;
            this.unit = unit;
            this.source = source;
            this.found = found;
        }

        @Override
        public Void visitClass(ClassTree tree, String outer) {
            String name = (outer.isEmpty() ? "" : outer + ".") + tree.getSimpleName();
            keep(name, "");
            return super.visitClass(tree, name);
        }

        @Override
        public Void visitMethod(MethodTree tree, String type) {
            List<String> parameters = tree.getParameters().stream()
                    .map(each -> Signature.simple(each.getType().toString()))
                    .toList();
            keep(type, Signature.key(tree.getName().toString(), Optional.of(parameters)));
            // what a method declares inside cannot be asked about
            return null;
        }

        @Override
        public Void visitVariable(VariableTree tree, String type) {
            keep(type, tree.getName().toString());
            return null;
        }

        private void keep(String type, String key) {
            TreePath path = getCurrentPath();
            String text = trees.getDocComment(path);
            if (text != null) {
                found.computeIfAbsent(type, _ -> new HashMap<>())
                        .put(key, new DocComment(text, isMarkdown(path.getLeaf())));
            }
        }

        /// A comment in Markdown is one of lines that begin with `///`.
        private boolean isMarkdown(Tree tree) {
            long start = trees.getSourcePositions().getStartPosition(unit, tree);
            String before = source.substring(0, (int) Math.max(0, start)).stripTrailing();
            return before.substring(before.lastIndexOf('\n') + 1).strip().startsWith("///");
        }
    }
}
