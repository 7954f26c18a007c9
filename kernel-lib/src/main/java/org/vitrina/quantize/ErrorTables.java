package org.vitrina.quantize;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.Table;

/// Puts errors into tables, all with the same columns.
final class ErrorTables {
    static final String SQNR = "SQNR (dB)";

    private ErrorTables() {}

    static Table numbered(String title, String what, List<QuantizationError> errors) {
        return withErrors(
                Table.create(
                        title,
                        LongColumn.create(
                                what, LongStream.range(0, errors.size()).toArray())),
                errors);
    }

    /// Adds the measures as columns.
    static Table withErrors(Table table, List<QuantizationError> errors) {
        return table.addColumns(
                column("RMSE", errors, QuantizationError::rmse),
                column("largest error", errors, QuantizationError::largest),
                column(SQNR, errors, QuantizationError::sqnr),
                column("cosine", errors, QuantizationError::cosine));
    }

    private static DoubleColumn column(
            String name, List<QuantizationError> errors, ToDoubleFunction<QuantizationError> measure) {
        return DoubleColumn.create(name, errors.stream().mapToDouble(measure).toArray());
    }
}
