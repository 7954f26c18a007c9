package org.vitrina.arena.web;

/// A request is answered with an error that a person can read.
final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    private final int status;

    Refused(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }
}
