package org.vitrina.train;

/// Says what is wrong with a recipe: where, what was expected, what stands there.
public final class RecipeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    public RecipeException(String message) {
        super(message);
    }
}
