package org.vitrina.tensor;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.constant.ConstantDescs;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// Makes the vector kernels of each width.
///
/// A vector operation becomes one instruction only where the JIT knows the species as a constant, in every
/// method that it compiles on its own. A field is none, and neither is a record's component once a method
/// is too large to be inlined into where the record is known. So each width has a copy of the class
/// [VectorKernels], a hidden class whose `static final` species was given to it when it was defined.
public final class Vectors {
    /// Narrower vectors gain nothing over what the JIT makes of plain loops.
    static final int LEAST_BITS = 128;

    private static final Map<VectorSpecies<Float>, Kernels> MADE = new ConcurrentHashMap<>();

    private static final Map<VectorPackedKernels.Kind, PackedKernels> PACKED = new ConcurrentHashMap<>();

    private Vectors() {}

    /// Returns how many bits the vectors have that this CPU prefers.
    static int bits() {
        return FloatVector.SPECIES_PREFERRED.vectorBitSize();
    }

    /// Returns the kernels of the width that this CPU prefers.
    static Kernels preferred() {
        return kernels(FloatVector.SPECIES_PREFERRED);
    }

    /// Returns the kernels that compute with vectors of `bits` bits: 64, 128, 256 or 512.
    ///
    /// Every width computes; one that the CPU does not have is very slow.
    public static Kernels kernels(int bits) {
        return kernels(species(bits));
    }

    static VectorSpecies<Float> species(int bits) {
        return VectorSpecies.of(float.class, VectorShape.forBitSize(bits));
    }

    static Kernels kernels(VectorSpecies<Float> species) {
        return MADE.computeIfAbsent(species, _ -> (Kernels) copy(VectorKernels.lookup(), species));
    }

    /// Returns the operations of training with the width that this CPU prefers.
    static GradientKernels gradientKernels() {
        return gradientKernels(bits());
    }

    static GradientKernels gradientKernels(int bits) {
        return (GradientKernels) copy(VectorGradientKernels.lookup(), species(bits));
    }

    /// Returns the operations on weights packed in such groups, for the width that this CPU prefers.
    static PackedKernels packed(Groups groups) {
        return packed(bits(), groups);
    }

    static PackedKernels packed(int bits, Groups groups) {
        var kind = new VectorPackedKernels.Kind(species(bits), groups.size(), groups.affine());
        return PACKED.computeIfAbsent(kind, _ -> (PackedKernels) copy(VectorPackedKernels.lookup(), kind));
    }

    /// Returns the tile for vectors of that width on this machine.
    static Tile tile(VectorSpecies<Float> species) {
        boolean manyRegisters =
                species.length() == 16 || System.getProperty("os.arch").equals("aarch64");
        return tile(species, manyRegisters);
    }

    static Tile tile(VectorSpecies<Float> species, boolean large) {
        return (Tile) copy(large ? LargeTile.lookup() : SmallTile.lookup(), species);
    }

    /// Returns the species that a copy was given; of a class that is none, the one that this CPU prefers.
    @SuppressWarnings("unchecked")
    static VectorSpecies<Float> species(MethodHandles.Lookup copy) {
        try {
            var given = (VectorSpecies<Float>)
                    MethodHandles.classData(copy, ConstantDescs.DEFAULT_NAME, VectorSpecies.class);
            return given == null ? FloatVector.SPECIES_PREFERRED : given;
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("a class may read its own data", e);
        }
    }

    /// Returns an instance of a copy of the class that `lookup` is for, with `data` as its class data.
    private static Object copy(MethodHandles.Lookup lookup, Object data) {
        Class<?> original = lookup.lookupClass();
        try (InputStream in = original.getResourceAsStream(original.getSimpleName() + ".class")) {
            MethodHandles.Lookup copy = lookup.defineHiddenClassWithClassData(in.readAllBytes(), data, true);
            return copy.findConstructor(copy.lookupClass(), MethodType.methodType(void.class))
                    .invoke();
        } catch (IOException e) {
            throw new UncheckedIOException("the class file of " + original.getName() + " cannot be read", e);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("no copy of " + original.getName() + " could be made", e);
        }
    }
}
