package org.vitrina.show;

import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.Set;
import java.util.StringJoiner;

/// Reads the values of a step and says their shapes.
public final class Values {
    private static final Set<String> OWN_METHODS = Set.of("name", "caption", "figure");

    private Values() {}

    /// Returns the components of a record by name, in the order they are declared, but for those that a
    /// [Step] gives by other methods: its name, caption and figure.
    static SequencedMap<String, Object> ofComponents(Record record) {
        var values = new LinkedHashMap<String, Object>();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            if (OWN_METHODS.contains(component.getName())) {
                continue;
            }
            try {
                var accessor = component.getAccessor();
                accessor.setAccessible(true);
                values.put(component.getName(), accessor.invoke(record));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(
                        "the component " + component.getName() + " of " + record.getClass() + " could not be read", e);
            }
        }
        return values;
    }

    /// Returns the shape of an array, a nested array, a collection or a [Shaped] value, such as `[5, 64]`;
    /// the empty string for a value that has none.
    public static String shape(Object value) {
        return switch (value) {
            case null -> "";
            case Shaped shaped -> Arrays.toString(shaped.shape());
            case Collection<?> items -> "[" + items.size() + "]";
            case Object array when array.getClass().isArray() -> arrayShape(array);
            default -> "";
        };
    }

    private static String arrayShape(Object array) {
        var shape = new StringJoiner(", ", "[", "]");
        Object level = array;
        while (level != null && level.getClass().isArray()) {
            int length = Array.getLength(level);
            shape.add(Integer.toString(length));
            level = length == 0 ? null : Array.get(level, 0);
        }
        return shape.toString();
    }

    /// A value with a shape of its own, such as a tensor.
    public interface Shaped {
        /// Returns the length of each axis, outermost first.
        int[] shape();
    }
}
