package org.vitrina.tokenize;

/// A text that may be looked at only so often, so that an expression from a file cannot keep a search busy for
/// ever.
final class BoundedText implements CharSequence {
    /// Looks for each character; the published expressions need fewer than 40.
    private static final long FOR_EACH = 2_000;

    private final String text;
    private long left;

    BoundedText(String text) {
        this.text = text;
        left = 1_000_000 + FOR_EACH * text.length();
    }

    /// Says that an expression takes too long.
    static final class Exhausted extends RuntimeException {
        private static final long serialVersionUID = 1;

        Exhausted() {
            super(null, null, false, false);
        }
    }

    @Override
    public char charAt(int index) {
        if (--left < 0) {
            throw new Exhausted();
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.substring(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
