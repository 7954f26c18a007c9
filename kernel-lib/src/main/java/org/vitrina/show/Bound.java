package org.vitrina.show;

/// Holds the scoped value behind [Progress#current()], which an interface could only hold in public.
final class Bound {
    static final ScopedValue<Progress> CURRENT = ScopedValue.newInstance();

    private Bound() {}
}
