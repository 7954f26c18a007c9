package org.vitrina.kernel;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Rewrites the classes of cells so that they can be stopped, and cannot end the process.
///
/// A call of [CellHooks#check()] goes to the start of every method, lambdas among them, and before every
/// jump backwards; calls of `System.exit`, `Runtime.exit` and `Runtime.halt` go to [CellHooks] instead.
final class StopWeaver {
    private static final ClassDesc HOOKS = ClassDesc.of(CellHooks.class.getName());
    private static final ClassDesc RUNTIME = ClassDesc.of("java.lang.Runtime");
    private static final MethodTypeDesc STATUS = MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int);
    private static final MethodTypeDesc RUNTIME_STATUS =
            MethodTypeDesc.of(ConstantDescs.CD_void, RUNTIME, ConstantDescs.CD_int);

    private static final DirectMethodHandleDesc HOOKS_EXIT =
            MethodHandleDesc.ofMethod(DirectMethodHandleDesc.Kind.STATIC, HOOKS, "exit", STATUS);

    /// The calls that would end the process, and what stands in for each.
    private static final Map<String, MethodTypeDesc> DEADLY = Map.of(
            "java/lang/System.exit", STATUS,
            "java/lang/Runtime.exit", RUNTIME_STATUS,
            "java/lang/Runtime.halt", RUNTIME_STATUS);

    private final ClassFile files;

    /// @param loader finds the classes that the woven ones refer to
    StopWeaver(ClassLoader loader) {
        files = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(loader).orElse(ClassHierarchyResolver.defaultResolver())));
    }

    byte[] weave(byte[] classFile) {
        return files.transformClass(files.parse(classFile), ClassTransform.transformingMethods((builder, element) -> {
            if (element instanceof java.lang.classfile.CodeModel code) {
                boolean initializer = code.parent()
                        .map(MethodModel::methodName)
                        .filter(name -> name.equalsString(ConstantDescs.CLASS_INIT_NAME))
                        .isPresent();
                builder.transformCode(code, CodeTransform.ofStateful(() -> new Checks(!initializer)));
            } else {
                builder.with(element);
            }
        }));
    }

    private static final class Checks implements CodeTransform {
        private final Set<Label> passed = new HashSet<>();
        /// A static initializer that is stopped leaves its class unusable, so only its loops are checked.
        private final boolean atEntry;

        Checks(boolean atEntry) {
            this.atEntry = atEntry;
        }

        @Override
        public void atStart(CodeBuilder builder) {
            if (atEntry) {
                check(builder);
            }
        }

        @Override
        public void accept(CodeBuilder builder, CodeElement element) {
            switch (element) {
                case LabelTarget target -> {
                    passed.add(target.label());
                    builder.with(target);
                }
                case BranchInstruction branch -> {
                    if (passed.contains(branch.target())) {
                        check(builder);
                    }
                    builder.with(branch);
                }
                case InvokeInstruction call -> replaceExit(builder, call);
                case InvokeDynamicInstruction call -> replaceExit(builder, call);
                default -> builder.with(element);
            }
        }

        private static void check(CodeBuilder builder) {
            builder.invokestatic(HOOKS, "check", ConstantDescs.MTD_void);
        }

        private static void replaceExit(CodeBuilder builder, InvokeInstruction call) {
            String name = call.owner().asInternalName() + "." + call.name().stringValue();
            MethodTypeDesc hook = DEADLY.get(name);
            if (hook != null
                    && call.typeSymbol().equals(STATUS)
                    && (call.opcode() == Opcode.INVOKESTATIC || call.opcode() == Opcode.INVOKEVIRTUAL)) {
                builder.invokestatic(HOOKS, call.name().stringValue(), hook);
            } else {
                builder.with(call);
            }
        }

        /// A method reference such as `System::exit` reaches the process through its bootstrap arguments.
        private static void replaceExit(CodeBuilder builder, InvokeDynamicInstruction call) {
            var arguments = call.bootstrapArgs();
            if (arguments.stream().noneMatch(Checks::isSystemExit)) {
                builder.with(call);
                return;
            }
            builder.invokedynamic(java.lang.constant.DynamicCallSiteDesc.of(
                    call.bootstrapMethod(),
                    call.name().stringValue(),
                    call.typeSymbol(),
                    arguments.stream()
                            .map(argument -> isSystemExit(argument) ? HOOKS_EXIT : argument)
                            .toArray(ConstantDesc[]::new)));
        }

        private static boolean isSystemExit(ConstantDesc argument) {
            return argument instanceof DirectMethodHandleDesc handle
                    && handle.kind() == DirectMethodHandleDesc.Kind.STATIC
                    && handle.owner().equals(ClassDesc.of("java.lang.System"))
                    && handle.methodName().equals("exit");
        }
    }
}
