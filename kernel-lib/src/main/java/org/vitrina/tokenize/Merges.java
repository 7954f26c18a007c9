package org.vitrina.tokenize;

/// Which pairs of tokens are merged, which of them first, and what they make.
///
/// Each merge has a number. Where tokens were learned or ranked here, the number of a merge is the id that it
/// makes and also its place in the order; files may give ids and places of their own.
final class Merges {
    static final int NONE = PairTable.NONE;

    private final PairTable numbers;
    private final int[] made;
    private final int[] order;

    /// @param numbers the number of the merge of each pair
    /// @param made    what each merge makes by its number; null if that is the number
    /// @param order   when each merge has its turn, lowest first, by its number; null if that is the number
    Merges(PairTable numbers, int[] made, int[] order) {
        this.numbers = numbers;
        this.made = made;
        this.order = order;
    }

    /// Returns merges whose numbers are what they make and their order.
    static Merges byId(PairTable ids) {
        return new Merges(ids, null, null);
    }

    /// Returns the number of the merge of `left` and `right`, or [#NONE].
    int of(int left, int right) {
        return numbers.get(left, right);
    }

    /// Returns the id of the token that merge `number` makes.
    int made(int number) {
        return made == null ? number : made[number];
    }

    /// Returns when merge `number` has its turn: of two, the lower one goes first.
    int order(int number) {
        return order == null ? number : order[number];
    }

    /// Returns whether the number of a merge is what it makes, and its place in the order.
    boolean areById() {
        return made == null && order == null;
    }

    /// Returns how many pairs there are.
    int size() {
        return numbers.size();
    }
}
