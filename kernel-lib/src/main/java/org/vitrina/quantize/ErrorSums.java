package org.vitrina.quantize;

/// What a [QuantizationError] is computed of; sums of several pieces can be added up.
final class ErrorSums {
    private long count;
    private double errors;
    private double largest;
    private double squares;
    private double squaresAfter;
    private double products;

    void add(float[] before, int beforeFrom, float[] after, int afterFrom, int count) {
        for (int i = 0; i < count; i++) {
            double x = before[beforeFrom + i];
            double y = after[afterFrom + i];
            // equal infinities are no error
            double error = x == y ? 0 : y - x;
            errors += error * error;
            largest = Math.max(largest, Math.abs(error));
            squares += x * x;
            squaresAfter += y * y;
            products += x * y;
        }
        this.count += count;
    }

    void add(ErrorSums other) {
        count += other.count;
        errors += other.errors;
        largest = Math.max(largest, other.largest);
        squares += other.squares;
        squaresAfter += other.squaresAfter;
        products += other.products;
    }

    QuantizationError error() {
        double rmse = count == 0 ? 0 : Math.sqrt(errors / count);
        double sqnr = errors == 0 ? Double.POSITIVE_INFINITY : 10 * Math.log10(squares / errors);
        // the rounding of the sums must not bring it above 1
        double cosine = errors == 0 ? 1 : Math.min(1, products / Math.sqrt(squares) / Math.sqrt(squaresAfter));
        return new QuantizationError(count, rmse, largest, sqnr, cosine);
    }
}
